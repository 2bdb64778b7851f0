package agentvault.console;

import java.net.IDN;
import java.util.List;

/// A host as it is asked for, in ASCII, beside what its letters stand for.
///
/// @param ascii what is compared and dialled
/// @param unicode what it reads as; empty if that is the same
/// @param warnings why somebody may take it for another
public record Host(String ascii, String unicode, List<String> warnings) {

    public Host {
        warnings = List.copyOf(warnings);
    }

    static Host of(String ascii) {
        var unicode = IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED);
        if (unicode.equalsIgnoreCase(ascii)) return new Host(Visible.text(ascii), "", Lookalike.warnings(ascii));
        return new Host(Visible.text(ascii), Visible.text(unicode), Lookalike.warnings(unicode));
    }
}
