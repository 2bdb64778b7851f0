package agentvault.server;

import agentvault.control.TrailSource;
import agentvault.files.TrailJson;
import agentvault.trail.TrailFilter;
import java.io.OutputStream;
import java.util.List;

/// The trail of an instance as the API reads it back.
record TrailView(Instance instance) implements TrailSource {

    @Override
    public List<Line> newest(TrailFilter filter, int limit) {
        return instance.trailReader().newest(filter, limit).stream()
                .map(recorded -> new Line(recorded.sequence(), recorded.entry().about(), TrailJson.line(recorded)))
                .toList();
    }

    @Override
    public void export(TrailFilter filter, OutputStream to) {
        instance.trailReader().export(filter, to);
    }

    @Override
    public List<Judged> verify() {
        return instance.verifyTrails().stream()
                .map(report -> new Judged(report.instance(), report.filesHere(), report.verdict()))
                .toList();
    }
}
