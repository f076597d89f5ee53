package org.huiyin.web;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** The service under test is the product alone, not the houses of other tests that lie in the same packages. */
public class OnlyTheProduct extends TypeExcludeFilter {
  @Override
  public boolean match(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
    return reader.getResource().getURL().toString().contains("/test-classes/");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OnlyTheProduct;
  }

  @Override
  public int hashCode() {
    return OnlyTheProduct.class.hashCode();
  }
}
