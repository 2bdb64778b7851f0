package agentvault.console;

import agentvault.proposal.Acknowledgement;
import java.util.List;

/// The page on which a person decides about a proposal.
///
/// @param trouble why what the person just tried was not done; empty if nothing was tried
public record ApprovalPage(
        Ask ask,
        List<ServiceLine> services,
        List<CredentialLine> credentials,
        List<Acknowledgement> acknowledgements,
        Reader reader,
        Hidden hidden,
        String trouble) {

    public ApprovalPage {
        services = List.copyOf(services);
        credentials = List.copyOf(credentials);
        acknowledgements = List.copyOf(acknowledgements);
    }

    /// Who looks, and what they may do here.
    public record Reader(Standing standing, String email) {
        static final Reader NOBODY = new Reader(Standing.NOBODY, "");

        /// Whether it is theirs to decide, as soon as they have logged in again perhaps.
        boolean decides() {
            return standing == Standing.MAY || standing == Standing.LONG_AGO;
        }
    }

    public enum Standing {
        NOBODY,
        /// Has no role in the vault that lets them decide.
        STRANGER,
        /// Logged in too long ago to give access away.
        LONG_AGO,
        MAY
    }

    /// What the forms of the page repeat.
    public record Hidden(Address address, String digest, String key) {}

    /// What happens to one service.
    ///
    /// @param sentence what is done to it apart from credentials; may be empty
    /// @param description what the agent says about it
    /// @param to where it sends requests
    /// @param before which credential it sends where today
    /// @param after and if this is allowed
    public record ServiceLine(
            String name,
            String change,
            String sentence,
            Quote description,
            List<Target> to,
            List<FlowLine> before,
            List<FlowLine> after) {
        public ServiceLine {
            to = List.copyOf(to);
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /// A credential on its way.
    ///
    /// @param changed whether it is on this side alone
    public record FlowLine(String key, Target to, String place, boolean changed) {}

    /// @param rest the port and the path, as far as they are not the usual ones
    /// @param methods that are meant; empty for all
    public record Target(String scheme, Host host, String rest, String methods, boolean cleartext) {}

    /// What happens to one credential.
    ///
    /// @param agreed where a person agrees to it; none for what is not connected
    /// @param tokens where its tokens come from then
    public record CredentialLine(
            String key, Supply supply, String sentence, Help help, List<Link> agreed, List<Link> tokens) {
        public CredentialLine {
            agreed = List.copyOf(agreed);
            tokens = List.copyOf(tokens);
        }

        CredentialLine(String key, Supply supply, String sentence, Help help) {
            this(key, supply, sentence, help, List.of(), List.of());
        }
    }

    public enum Supply {
        /// The person types it in.
        TYPED,
        /// The agent brought it; the person may type in another.
        BROUGHT,
        /// It is connected after it was allowed.
        CONNECTED,
        DELETED
    }

    /// What the agent says about a credential.
    ///
    /// @param link where it is to be had; none if what the agent wrote is no address of a page
    /// @param unlinked what the agent wrote then
    public record Help(Quote description, List<Link> link, Quote unlinked, Quote instructions) {
        static final Help NONE = new Help(Quote.NONE, List.of(), Quote.NONE, Quote.NONE);

        public Help {
            link = List.copyOf(link);
        }

        public boolean empty() {
            return description.empty() && link.isEmpty() && unlinked.empty() && instructions.empty();
        }
    }

    /// Whether there is something to decide here for whoever looks.
    public boolean decidable() {
        return reader.decides();
    }

    public boolean allowable() {
        return reader.standing() == Standing.MAY;
    }

    /// Whether the page has the form for logging in.
    public boolean asksForLogin() {
        return reader.standing() == Standing.NOBODY || reader.standing() == Standing.LONG_AGO;
    }
}
