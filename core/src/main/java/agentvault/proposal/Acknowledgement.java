package agentvault.proposal;

import agentvault.crypto.FreeText;
import java.util.Locale;

/// Something that a person has to say yes to apart from the proposal, because approving has an effect that the
/// proposal's own words do not show.
///
/// @param code names the effect with everything it is about, so that a yes to one is a yes to no other
/// @param sentence what happens, for the person
public record Acknowledgement(Kind kind, String code, String sentence) {

    public enum Kind {
        /// A credential that is there already goes to hosts that it did not go to.
        NEW_DESTINATION,
        /// It goes to more paths or methods of hosts that it goes to.
        WIDER_PATH,
        /// It goes into another place of requests: the query, the path.
        NEW_PLACE,
        /// A credential goes out unencrypted.
        CLEARTEXT,
        /// A credential goes to every name below another.
        WILDCARD,
        /// An OAuth credential is renewed elsewhere.
        TOKEN_URL,
        /// With a narrower service gone, another one decides, and its credential goes there.
        UNCOVERED
    }

    public Acknowledgement {
        FreeText.checked("an acknowledgement's code", code);
        FreeText.checked("an acknowledgement's sentence", sentence);
    }

    static Acknowledgement of(Kind kind, String about, String where, String sentence) {
        return new Acknowledgement(kind, kind.name().toLowerCase(Locale.ROOT) + ":" + about + ":" + where, sentence);
    }
}
