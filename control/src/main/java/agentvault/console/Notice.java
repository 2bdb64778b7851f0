package agentvault.console;

import agentvault.proposal.Proposal;
import agentvault.route.Trouble;
import java.util.List;

/// A page that says one thing.
///
/// @param next what to do now; may be empty
/// @param facts what it is about, as names and values
/// @param quote what a person or an agent wrote; may be empty
/// @param login a form to come further with
public record Notice(
        Tone tone, String title, String sentence, String next, List<Fact> facts, Quote quote, Login login) {

    /// What it means for whoever reads it.
    public enum Tone {
        GOOD,
        NEUTRAL,
        BAD
    }

    public record Fact(String name, String value) {}

    /// @param number of the proposal that the form leads to; 0 for no form
    public record Login(long number, Address address, String trouble) {
        static final Login NONE = new Login(0, Address.NOWHERE, "");
    }

    public Notice {
        facts = List.copyOf(facts);
    }

    private static Notice of(Tone tone, String title, String sentence, String next) {
        return new Notice(tone, title, sentence, next, List.of(), Quote.NONE, Login.NONE);
    }

    static Notice of(Trouble trouble, String request) {
        var told = of(Tone.BAD, "This did not work", Visible.text(trouble.sentence()), Visible.text(trouble.hint()));
        var facts = List.of(new Fact("Code", trouble.code()), new Fact("Request", request));
        return new Notice(told.tone, told.title, told.sentence, told.next, facts, Quote.NONE, Login.NONE);
    }

    static Notice unknownLink() {
        return of(
                Tone.NEUTRAL,
                "No such link",
                "This address leads to no proposal that you may see.",
                "Ask the agent for its link again, and open the whole of it.");
    }

    static Notice expiredLink(long number) {
        return of(
                Tone.NEUTRAL,
                "This link has expired",
                "A link shows its proposal for a day.",
                "Have the agent propose it again, or look with agent-vault vault proposal show " + number + ".");
    }

    static Notice loginFirst(Login login) {
        return new Notice(
                Tone.NEUTRAL,
                "Log in to see this proposal",
                "Proposals are shown to members of their vault.",
                "",
                List.of(),
                Quote.NONE,
                login);
    }

    static Notice connected() {
        return of(Tone.GOOD, "Connected", "The credential is connected.", "You can close this page.");
    }

    /// @param code why; empty if that is not known
    static Notice notConnected(String code) {
        return of(
                Tone.BAD,
                "Not connected",
                "The credential is not connected" + (code.isEmpty() ? "." : " (" + code + ")."),
                "Begin again where you began, or look at the credential's status.");
    }

    static Notice notLoggedInHere() {
        return of(
                Tone.NEUTRAL,
                "Not logged in here",
                "Nobody is logged in to Agent Vault in this browser.",
                "If you began in a terminal, copy the address of this page and paste it there. Otherwise log in and open"
                        + " this page again.");
    }

    static Notice unknownInvite() {
        return of(Tone.NEUTRAL, "No such invite", "This address invites nobody.", "Open the whole of the link.");
    }

    static Notice endedInvite() {
        return of(
                Tone.NEUTRAL,
                "This invite has ended",
                "It was used, taken back, or has expired.",
                "Ask whoever sent it for another one, or log in: agent-vault auth login.");
    }

    static Notice joined(String email) {
        return of(
                Tone.GOOD,
                "You are in",
                "You are a user of this Agent Vault as " + email + ", and logged in with this browser.",
                "In a terminal: agent-vault auth login --email " + email);
    }

    static Notice over(Ask ask, Proposal.State.Ended ended, List<Fact> facts) {
        var about = "Proposal " + ask.number() + " of " + ask.agent();
        return switch (ended.ending()) {
            case APPLIED ->
                new Notice(
                        Tone.GOOD,
                        "Allowed",
                        about + " is in force.",
                        "The agent knows already.",
                        facts,
                        Quote.NONE,
                        Login.NONE);
            case REJECTED ->
                new Notice(
                        Tone.NEUTRAL,
                        "Denied",
                        about + " was denied. Nothing changed.",
                        "The agent knows already.",
                        facts,
                        Quote.of(ended.note()),
                        Login.NONE);
            case EXPIRED -> gone("Expired", about + " was not decided in time. Nothing changed.", facts);
            case WITHDRAWN -> gone("Withdrawn", about + " was taken back by its agent. Nothing changed.", facts);
            case DELETED -> gone("Removed", about + " was removed undecided. Nothing changed.", facts);
        };
    }

    private static Notice gone(String title, String sentence, List<Fact> facts) {
        var next = "If the access is still needed, have the agent propose it again.";
        return new Notice(Tone.NEUTRAL, title, sentence, next, facts, Quote.NONE, Login.NONE);
    }
}
