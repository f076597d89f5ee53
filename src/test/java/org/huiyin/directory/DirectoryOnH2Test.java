package org.huiyin.directory;

import org.huiyin.support.OnH2;

@OnH2
class DirectoryOnH2Test extends DirectoryContract {
}
