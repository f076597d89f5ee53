package org.huiyin.recording;

class MemoryAudioStoreTest implements AudioStoreContract {
  private final MemoryAudioStore store = new MemoryAudioStore();

  @Override
  public AudioStore store() {
    return store;
  }
}
