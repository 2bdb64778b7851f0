package agentvault.control;

import agentvault.id.Id;
import agentvault.trail.TrailFilter;
import agentvault.trail.Verdict;
import java.io.OutputStream;
import java.util.List;

/// The trail as it is read back. Who may read it is decided before.
public interface TrailSource {

    /// An entry as JSON, in its place.
    ///
    /// @param about whom and what it names, see [agentvault.trail.Entry#about()]
    record Line(long sequence, List<Id> about, String json) {
        public Line {
            about = List.copyOf(about);
        }
    }

    /// What is said about the trail of one server.
    ///
    /// @param filesHere whether its own files were judged; else its copies were
    record Judged(Id instance, boolean filesHere, Verdict verdict) {}

    /// The newest entries that the filter wants, newest first.
    List<Line> newest(TrailFilter filter, int limit);

    /// Writes the entries that the filter wants as JSON, one a line, oldest first.
    void export(TrailFilter filter, OutputStream to);

    /// Judges the trail of this server, which comes first, and those of the other servers of the instance.
    List<Judged> verify();
}
