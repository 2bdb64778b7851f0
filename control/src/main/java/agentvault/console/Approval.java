package agentvault.console;

import agentvault.access.EmailAddress;
import agentvault.access.Login;
import agentvault.console.AllowedPage.Connection;
import agentvault.console.ApprovalPage.Hidden;
import agentvault.console.ApprovalPage.Reader;
import agentvault.console.ApprovalPage.Standing;
import agentvault.crypto.Octets;
import agentvault.document.Unfit;
import agentvault.gate.Attempts;
import agentvault.gate.Cookies;
import agentvault.gate.FormKeys;
import agentvault.id.Face;
import agentvault.proposal.Proposal;
import agentvault.route.Call;
import agentvault.route.Identity;
import agentvault.route.Problems;
import agentvault.vault.Slug;
import agentvault.wire.Answer;
import agentvault.workspace.Logins.LoggedIn;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Proposals;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The page on which a person allows or denies what an agent proposes.
record Approval(Workspace workspace, Attempts attempts, InstantSource clock, Find find, Connect connect) {

    private static final Login.Device BROWSER = new Login.Device("Browser");
    private static final int MOST_DIGITS = 15;
    private static final int MOST_REASON = 2000;
    private static final String NOT_KEPT = " What you typed in was not kept: type it in again.";

    /// Shows the proposal. Whatever asks for it, nothing changes.
    Answer show(Call call) {
        var link = call.query().maybe("token").orElse("");
        if (comesFromElsewhere(call) && isPlain(link)) {
            return Pages.bounce("A proposal", "Go on to the proposal", "/approve/" + number(call) + "?token=" + link);
        }
        return page(call, 200, new Address(link, call.query().maybe("vault").orElse("")), "");
    }

    /// A page of another site led here: the browser keeps back who it is logged in as.
    private static boolean comesFromElsewhere(Call call) {
        return call.identity() instanceof Identity.Nobody
                && call.request()
                        .headers()
                        .first("Sec-Fetch-Site")
                        .filter("cross-site"::equals)
                        .isPresent();
    }

    private static boolean isPlain(String link) {
        return !link.isEmpty() && link.chars().allMatch(c -> c == '_' || (c < 0x80 && Character.isLetterOrDigit(c)));
    }

    /// No proposal has the number 0.
    private static long number(Call call) {
        var text = call.path("id");
        boolean digits = text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : 0;
    }

    private static Address address(Form form) {
        return new Address(form.text("link"), form.text("vault"));
    }

    private Answer page(Call call, int status, Address address, String trouble) {
        long number = number(call);
        return switch (find.proposal(call, address, number)) {
            case Found.Here(var shown) ->
                shown(status, shown, address, trouble, find.reader(call, shown.vault()), call);
            case Found.Expired() -> Pages.notice(410, Notice.expiredLink(number));
            case Found.Nowhere() -> Pages.notice(404, Notice.unknownLink());
            case Found.LoginFirst() -> Pages.notice(401, Notice.loginFirst(new Notice.Login(number, address, trouble)));
        };
    }

    private Answer shown(int status, Proposals.Shown shown, Address address, String trouble, Reader reader, Call call) {
        var describe = new Describe(shown, clock.instant());
        var digest = HexFormat.of().formatHex(shown.proposal().digest().bytes());
        var hidden = new Hidden(address, digest, FormKeys.of(call.request(), call.visit(), clock.instant()));
        return switch (shown.proposal().stages().state()) {
            case Proposal.State.Ended ended -> {
                var notice = describe.over(ended, find.actor(ended.by()));
                int said = status == 200 ? status(ended) : status;
                var connections = reader.decides() ? connections(call, shown) : List.<Connection>of();
                long number = shown.proposal().number();
                yield connections.isEmpty()
                        ? Pages.notice(said, notice)
                        : Pages.allowed(
                                said, new AllowedPage(notice, reader.email(), number, connections, hidden, trouble));
            }
            case Proposal.State.Pending() -> {
                yield Pages.approval(
                        status,
                        new ApprovalPage(
                                describe.ask(),
                                describe.services(),
                                describe.credentials(),
                                shown.effect().acknowledgements(),
                                reader,
                                hidden,
                                trouble));
            }
        };
    }

    private List<Connection> connections(Call call, Proposals.Shown shown) {
        return Find.person(call)
                .map(person -> connect.connections(person, shown))
                .orElse(List.of());
    }

    private static int status(Proposal.State.Ended ended) {
        return switch (ended.ending()) {
            case APPLIED, REJECTED -> 200;
            case EXPIRED, WITHDRAWN, DELETED -> 410;
        };
    }

    /// Has the operation decide, as the person who sent the form. What it refuses is told beside the newest state.
    Answer decide(Call call) {
        try (var form = Form.read(call.request())) {
            var address = address(form);
            var person = Find.person(call);
            if (person.isEmpty()) {
                return page(call, 401, address, "You are not logged in any more. Log in, then decide." + NOT_KEPT);
            }
            if (!FormKeys.fits(call.request(), call.visit(), form.text("key"))) {
                return page(call, 403, address, "This form was made for another login: look again." + NOT_KEPT);
            }
            if (form.text("decision").equals("allow") && FormKeys.hasty(form.text("key"), clock.instant())) {
                return page(
                        call, 422, address, "That was sooner than anybody can read this page: look, then allow it.");
            }
            if (!(find.proposal(call, address, number(call)) instanceof Found.Here(var shown))) {
                return page(call, 404, address, "");
            }
            return switch (decided(person.get(), shown, form)) {
                case Outcome.Done<Proposal> _ -> seeIn(shown);
                case Outcome.Refused<Proposal>(var problem) ->
                    page(call, status(problem), address, problem.sentence() + NOT_KEPT);
            };
        }
    }

    /// Leads on to where the person agrees to a credential.
    Answer connect(Call call) {
        try (var form = Form.read(call.request())) {
            var address = address(form);
            var person = Find.person(call);
            if (person.isEmpty()) return page(call, 401, address, "You are not logged in any more.");
            if (!FormKeys.fits(call.request(), call.visit(), form.text("key"))) {
                return page(call, 403, address, "This form was made for another login: look again." + NOT_KEPT);
            }
            if (!(find.proposal(call, address, number(call)) instanceof Found.Here(var shown))) {
                return page(call, 404, address, "");
            }
            return switch (connect.begin(call, person.get(), shown, form)) {
                case Outcome.Done<Answer>(var answer) -> answer;
                case Outcome.Refused<Answer>(var problem) ->
                    page(call, status(problem), address, problem.sentence() + NOT_KEPT);
            };
        }
    }

    private Outcome<Proposal> decided(Identity.Known person, Proposals.Shown shown, Form form) {
        var vault = shown.vault().id();
        long number = shown.proposal().number();
        var digest = digest(form);
        return switch (form.text("decision")) {
            case "allow" -> {
                var yes = new HashSet<>(form.texts("acknowledge"));
                var decision = new Proposals.Decision(number, digest, form.values(), yes, "");
                yield workspace.proposals().approve(person.caller(), vault, decision);
            }
            case "deny" -> {
                var reason = form.text("reason").strip();
                if (reason.length() > MOST_REASON) throw new Unfit("reason", "A reason has at most 2,000 characters.");
                var decision = new Proposals.Decision(number, digest, Map.of(), Set.of(), reason);
                yield workspace.proposals().reject(person.caller(), vault, decision);
            }
            default -> throw new Unfit("decision", "The form says neither to allow nor to deny it.");
        };
    }

    private static Octets digest(Form form) {
        try {
            return Octets.of(HexFormat.of().parseHex(form.text("digest")));
        } catch (IllegalArgumentException _) {
            throw new Unfit("digest", "The form does not say what it is about: open the page again.");
        }
    }

    private static int status(Problem problem) {
        return problem.code() == Problem.Code.ALREADY_ENDED
                ? 409
                : Problems.of(problem).status();
    }

    /// From here on, the address has no link in it.
    private static Answer seeIn(Proposals.Shown shown) {
        var address = "/approve/" + shown.proposal().number() + "?vault="
                + shown.vault().slug().text();
        return Answer.empty(303).with("Location", address);
    }

    /// Opens a login of its own, whatever the browser showed before.
    Answer login(Call call) {
        try (var form = Form.read(call.request())) {
            var address = address(form);
            var email = form.text("email").strip();
            attempts.from(call.visit(), "login", email);
            if (!EmailAddress.valid(email)) return page(call, 401, address, "Invalid email or password.");
            var outcome = workspace.logins().open(new EmailAddress(email), form.password(), BROWSER, Face.AGENT_VAULT);
            return switch (outcome) {
                case Outcome.Done<LoggedIn>(var login) -> {
                    try (login) {
                        Find.person(call).ifPresent(before -> workspace.logins().end(before.caller()));
                        yield Cookies.kept(welcomed(call, address, login), login.shown(), call.visit());
                    }
                }
                case Outcome.Refused<LoggedIn>(var problem) -> page(call, status(problem), address, problem.sentence());
            };
        }
    }

    private Answer welcomed(Call call, Address address, LoggedIn login) {
        if (address.link().isEmpty()) {
            return Answer.empty(303).with("Location", "/approve/" + number(call) + "?vault=" + named(address));
        }
        if (!(find.proposal(call, address, number(call)) instanceof Found.Here(var shown))) {
            return page(call, 404, address, "");
        }
        if (workspace
                .proposals()
                .mayReview(login.caller(Face.AGENT_VAULT), shown.vault().id())) return seeIn(shown);
        var stranger = new Reader(Standing.STRANGER, login.user().name().text());
        return shown(200, shown, address, "", stranger, call);
    }

    /// Only a name of the right form becomes part of an address.
    private static String named(Address address) {
        return Slug.valid(address.vault()) ? address.vault() : "";
    }
}
