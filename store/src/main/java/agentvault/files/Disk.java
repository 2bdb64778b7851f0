package agentvault.files;

import java.io.IOException;
import java.nio.file.Path;

/// Where segments are opened for writing; tests put a failing one in its place.
interface Disk {

    SegmentFile open(Path file) throws IOException;
}
