package agentvault.proposal;

import agentvault.address.HostPattern;
import agentvault.proposal.Acknowledgement.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Judges one flow that a proposal leaves behind against all that were there before.
///
/// @param existing whether the credential is in the vault already: then what is new about the flow needs a yes
record FlowReview(Flow flow, boolean existing, List<Flow> before) {

    List<Acknowledgement> acknowledgements() {
        var wanted = new ArrayList<Acknowledgement>();
        if (existing) reach(wanted);
        if (flow.to().cleartext() && before.stream().noneMatch(known -> known.reachesHostsOf(flow))) {
            wanted.add(say(
                    Kind.CLEARTEXT,
                    flow.key() + " would go to " + there() + " unencrypted: anybody on the way" + " reads it."));
        }
        if (wildcard() && before.stream().noneMatch(this::coversHosts)) {
            wanted.add(say(
                    Kind.WILDCARD,
                    flow.key() + " would go to every name that fits "
                            + flow.to().host() + ", not to one host."));
        }
        return wanted;
    }

    private void reach(List<Acknowledgement> wanted) {
        if (before.stream().anyMatch(known -> known.reachesDestinationOf(flow) && known.place() == flow.place())) {
            return;
        }
        boolean destination = before.stream().anyMatch(known -> known.reachesDestinationOf(flow));
        boolean hosts = before.stream().anyMatch(known -> known.reachesHostsOf(flow));
        boolean place = before.stream().anyMatch(known -> known.reachesHostsOf(flow) && known.place() == flow.place());
        if (!hosts) {
            wanted.add(say(
                    Kind.NEW_DESTINATION,
                    flow.key() + " is stored already and would go to " + there()
                            + " too, where nothing sends it now."));
            return;
        }
        if (!destination) {
            wanted.add(say(
                    Kind.WIDER_PATH,
                    flow.key() + " would go to more of " + flow.to().host() + " than now: " + flow.to() + "."));
        }
        if (!place) {
            wanted.add(say(
                    Kind.NEW_PLACE,
                    flow.key() + " would be put into the " + word() + " of requests to " + there()
                            + ", where it is not put now."));
        }
    }

    private boolean wildcard() {
        return flow.to().host().span() != HostPattern.Span.EXACT;
    }

    private boolean coversHosts(Flow known) {
        return known.key().equals(flow.key())
                && known.to().host().covers(flow.to().host());
    }

    private Acknowledgement say(Kind kind, String sentence) {
        var where = flow.to().text() + (kind == Kind.NEW_PLACE ? " in " + word() : "");
        return Acknowledgement.of(kind, flow.key().text(), where, sentence);
    }

    private String there() {
        return flow.to().host() + ":" + flow.to().port();
    }

    private String word() {
        return flow.place().name().toLowerCase(Locale.ROOT);
    }
}
