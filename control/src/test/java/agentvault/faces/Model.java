package agentvault.faces;

import agentvault.faces.Step.Kind;
import agentvault.id.Face;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What steps come to, whoever carries them out, and which faces can carry them out.
final class Model {

    enum State {
        ACTIVE,
        ARCHIVED,
        DELETED
    }

    /// @param by the face on which it was made
    record Held(int vault, Kind kind, int place, int value, State state, Face by) {

        boolean active() {
            return state == State.ACTIVE;
        }

        Held valued(int newValue) {
            return new Held(vault, kind, place, newValue, state, by);
        }

        Held in(State next) {
            return new Held(vault, kind, place, value, next, by);
        }
    }

    final List<State> vaults = new ArrayList<>();
    final List<Held> credentials = new ArrayList<>();

    /// The step with its numbers counted around; empty if there is nothing yet that it could be about.
    Optional<Step> resolved(Step step) {
        return switch (step) {
            case Step.MakeVault made -> Optional.of(made);
            case Step.Keep(var vault, var kind, var place, var value) ->
                around(vault, vaults).map(at -> new Step.Keep(at, kind, place, value));
            case Step.Rotate(var one, var value) -> around(one, credentials).map(at -> new Step.Rotate(at, value));
            case Step.ArchiveCredential(var one) -> around(one, credentials).map(Step.ArchiveCredential::new);
            case Step.DeleteCredential(var one) -> around(one, credentials).map(Step.DeleteCredential::new);
            case Step.ArchiveVault(var vault) -> around(vault, vaults).map(Step.ArchiveVault::new);
            case Step.DeleteVault(var vault) -> around(vault, vaults).map(Step.DeleteVault::new);
            case Step.Use(var vault, var place) -> around(vault, vaults).map(at -> new Step.Use(at, place));
        };
    }

    private static Optional<Integer> around(int number, List<?> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(Math.floorMod(number, all.size()));
    }

    /// Whether a face has words for this, as things stand. What differs between the protocols is here and in the guide,
    /// and nowhere else.
    boolean sayable(Step step, Face face) {
        return switch (step) {
            case Step.MakeVault _, Step.Use _ -> true;
            case Step.Keep(var vault, var kind, var place, var _) ->
                Matrix.keeps(face, kind)
                        && (face != Face.AGENT_VAULT || !Place.hasQuery(place))
                        && sees(face, vault, place);
            case Step.Rotate(var at, var _) -> reaches(face, credentials.get(at));
            case Step.ArchiveCredential(var at) ->
                Matrix.ARCHIVES_CREDENTIALS.on(face) && reaches(face, credentials.get(at));
            case Step.DeleteCredential(var at) -> reaches(face, credentials.get(at));
            case Step.ArchiveVault _ -> Matrix.ARCHIVES_VAULTS.on(face);
            case Step.DeleteVault(var at) -> face != Face.AGENT_VAULT || vaults.get(at) != State.ARCHIVED;
        };
    }

    /// Our own services and 21st's credentials for hosts do not know of each other: neither is as narrow as the other.
    private boolean sees(Face face, int vault, int place) {
        var hidden = switch (face) {
            case AGENT_VAULT -> Face.TWENTY_FIRST;
            case TWENTY_FIRST -> Face.AGENT_VAULT;
            default -> Face.LOCAL;
        };
        return credentials.stream()
                .noneMatch(one -> one.vault() == vault && one.place() == place && one.active() && one.by() == hidden);
    }

    /// What our own services use is not seen elsewhere, variables are none of 21st's, and what has ended is none of
    /// ours.
    private boolean reaches(Face face, Held one) {
        return switch (face) {
            case AGENT_VAULT -> one.active();
            case TWENTY_FIRST -> one.by() != Face.AGENT_VAULT && one.kind() != Kind.VARIABLE;
            default -> one.by() != Face.AGENT_VAULT;
        };
    }

    /// Takes a step as whoever is asked for it should. Says whether it was done.
    boolean take(Step step, Face face) {
        return switch (step) {
            case Step.MakeVault() -> vaults.add(State.ACTIVE);
            case Step.Keep keep -> keep(keep, face);
            case Step.Rotate(var at, var value) ->
                credentials.get(at).active() && replaced(at, credentials.get(at).valued(value));
            case Step.ArchiveCredential(var at) ->
                credentials.get(at).active() && replaced(at, credentials.get(at).in(State.ARCHIVED));
            case Step.DeleteCredential(var at) ->
                credentials.get(at).state() != State.DELETED
                        && replaced(at, credentials.get(at).in(State.DELETED));
            case Step.ArchiveVault(var at) -> vaults.get(at) == State.ACTIVE && ended(at, State.ARCHIVED);
            case Step.DeleteVault(var at) -> vaults.get(at) != State.DELETED && ended(at, State.DELETED);
            case Step.Use(var vault, var place) ->
                credentials.stream()
                        .anyMatch(one -> one.vault() == vault
                                && one.place() == place
                                && one.kind() != Kind.VARIABLE
                                && one.active());
        };
    }

    private boolean keep(Step.Keep keep, Face face) {
        boolean variable = keep.kind() == Kind.VARIABLE;
        boolean taken = credentials.stream()
                .anyMatch(one -> one.vault() == keep.vault()
                        && one.active()
                        && one.place() == keep.place()
                        && (one.kind() == Kind.VARIABLE) == variable);
        return vaults.get(keep.vault()) == State.ACTIVE
                && !taken
                && credentials.add(new Held(keep.vault(), keep.kind(), keep.place(), keep.value(), State.ACTIVE, face));
    }

    private boolean replaced(int at, Held by) {
        credentials.set(at, by);
        return true;
    }

    private boolean ended(int vault, State as) {
        vaults.set(vault, as);
        credentials.replaceAll(one -> one.vault() == vault && one.state() != State.DELETED ? one.in(as) : one);
        return true;
    }

    /// What there is, in lines.
    List<String> told() {
        var lines = new ArrayList<String>();
        for (int at = 0; at < vaults.size(); at++) {
            if (vaults.get(at) != State.DELETED) lines.add("vault " + at + " " + vaults.get(at));
        }
        for (int at = 0; at < credentials.size(); at++) {
            var one = credentials.get(at);
            if (one.state() == State.DELETED) continue;
            var value = one.active() ? value(one.value()) : "";
            lines.add("credential %d %s for %s %s %s".formatted(at, one.kind(), bound(one), one.state(), value));
        }
        return lines;
    }

    static String value(int value) {
        return "value-" + value;
    }

    private static String bound(Held one) {
        return one.kind() == Kind.VARIABLE ? Place.VARIABLES.get(one.place()) : Place.URLS.get(one.place());
    }

    /// What a face lists.
    List<String> listed(Face face) {
        var lines = new ArrayList<String>();
        for (int at = 0; at < vaults.size(); at++) {
            boolean archived = vaults.get(at) == State.ARCHIVED && face != Face.AGENT_VAULT;
            if (vaults.get(at) == State.ACTIVE || archived) lines.add("vault " + at + " " + vaults.get(at));
        }
        for (int at = 0; at < credentials.size(); at++) {
            var one = credentials.get(at);
            boolean cloud = face == Face.QODER || face == Face.ANTHROPIC;
            boolean archived = one.state() == State.ARCHIVED && cloud;
            if ((one.active() || archived) && reaches(face, one)) lines.add("credential " + at + " " + one.state());
        }
        return lines;
    }
}
