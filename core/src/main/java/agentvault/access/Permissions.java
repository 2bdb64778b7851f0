package agentvault.access;

import agentvault.id.Id;

/// The one place that decides who may do what: the matrix of [Action] applied to what a caller may do now.
public final class Permissions {

    /// What an action is about.
    public sealed interface Target {
        record OfVault(Id vault) implements Target {}

        record OfActor(Actor actor) implements Target {}

        /// The caller.
        record OfSelf() implements Target {}

        record OfWorkspace() implements Target {}
    }

    public sealed interface Decision {
        record Allowed() implements Decision {}

        record Denied(Reason reason) implements Decision {}
    }

    /// Why somebody may not; the sentence says what would be needed.
    public enum Reason {
        INACTIVE("This account, agent or key is not active."),
        WRONG_TOKEN("This cannot be done with the kind of token that was shown."),
        NO_ACCESS_TO_VAULT("No access to this vault."),
        MEMBER_ROLE_REQUIRED("Member role required."),
        ADMIN_ROLE_REQUIRED("Vault admin role required."),
        ADMIN_OR_OWNER_REQUIRED("Vault admin or instance owner required."),
        INSTANCE_MEMBER_REQUIRED("Instance member role required."),
        OWNER_REQUIRED("Owner role required."),
        NOT_YOURS("Only an owner, or the one it belongs to, may do this.");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    private Permissions() {}

    public static Decision decide(Rights caller, Action action, Target target) {
        if (!caller.actor().active()) return new Decision.Denied(Reason.INACTIVE);
        return switch (action.need(caller.via())) {
            case NEVER -> new Decision.Denied(Reason.WRONG_TOKEN);
            case ANYONE -> new Decision.Allowed();
            case ANY_ROLE -> inVault(caller, target, VaultRole.PROXY, Reason.NO_ACCESS_TO_VAULT);
            case MEMBER_ROLE -> inVault(caller, target, VaultRole.MEMBER, Reason.MEMBER_ROLE_REQUIRED);
            case ADMIN_ROLE -> inVault(caller, target, VaultRole.ADMIN, Reason.ADMIN_ROLE_REQUIRED);
            case ADMIN_OR_OWNER ->
                owner(caller)
                        ? new Decision.Allowed()
                        : inVault(caller, target, VaultRole.ADMIN, Reason.ADMIN_OR_OWNER_REQUIRED);
            case INSTANCE_MEMBER ->
                allowedIf(caller.actor().role().atLeast(InstanceRole.MEMBER), Reason.INSTANCE_MEMBER_REQUIRED);
            case OWNER -> allowedIf(owner(caller), Reason.OWNER_REQUIRED);
            case OWNER_OR_CREATOR -> allowedIf(owner(caller) || created(caller, target), Reason.NOT_YOURS);
            case OWNER_OR_SELF -> allowedIf(owner(caller) || self(caller, target), Reason.NOT_YOURS);
            case SELF -> allowedIf(self(caller, target), Reason.NOT_YOURS);
        };
    }

    private static Decision inVault(Rights caller, Target target, VaultRole least, Reason otherwise) {
        if (!(target instanceof Target.OfVault(var vault))) return new Decision.Denied(Reason.NO_ACCESS_TO_VAULT);
        return caller.roleIn(vault)
                .map(role -> allowedIf(role.atLeast(least), otherwise))
                .orElse(new Decision.Denied(
                        otherwise == Reason.ADMIN_OR_OWNER_REQUIRED ? otherwise : Reason.NO_ACCESS_TO_VAULT));
    }

    private static boolean owner(Rights caller) {
        return caller.actor().role() == InstanceRole.OWNER;
    }

    private static boolean self(Rights caller, Target target) {
        return switch (target) {
            case Target.OfSelf() -> true;
            case Target.OfActor(var actor) -> actor.id().equals(caller.actor().id());
            case Target.OfVault _, Target.OfWorkspace _ -> false;
        };
    }

    private static boolean created(Rights caller, Target target) {
        return target instanceof Target.OfActor(var agent)
                && agent.name().kind() == Actor.Kind.AGENT
                && agent.createdBy().equals(caller.actor().id())
                && caller.actor().role().atLeast(InstanceRole.MEMBER)
                && agent.role() != InstanceRole.OWNER;
    }

    private static Decision allowedIf(boolean condition, Reason otherwise) {
        return condition ? new Decision.Allowed() : new Decision.Denied(otherwise);
    }
}
