package agentvault.store;

import agentvault.workspace.StoreConflict.Unique;
import java.util.Arrays;
import java.util.Optional;

/// The unique indexes of the schema and what they keep unique.
enum UniqueIndex {
    VAULT_SLUG(Unique.VAULT_SLUG, "vault_slug", "vault.slug"),
    CREDENTIAL_KEY(Unique.CREDENTIAL_KEY, "credential_key", "credential.scope_id, credential.key"),
    SERVICE_NAME(Unique.SERVICE_NAME, "service_name", "service.scope_id, service.name"),
    BOUND_TARGET(Unique.BOUND_TARGET, "bound_target", "service.scope_id, service.bound_target"),
    GRANT(Unique.GRANT, "grant_pair", "access_grant.actor, access_grant.scope_id"),
    TOKEN_HASH(Unique.TOKEN_HASH, "token_hash", "token.hash"),
    PROPOSAL_NUMBER(Unique.PROPOSAL_NUMBER, "proposal_number", "proposal.scope_id, proposal.number"),
    DEFINITION_SLUG(Unique.DEFINITION_SLUG, "definition_slug", "definition.slug"),
    TOOL_VARIABLE(Unique.TOOL_VARIABLE, "tool_variable_name", "tool_variable.definition, tool_variable.name"),
    ACTOR_NAME(Unique.ACTOR_NAME, "actor_name", "actor.kind, actor.name"),
    PASSWORD(Unique.PASSWORD, "password_actor", "password_hash.actor"),
    SETTINGS(Unique.SETTINGS, "settings_scope", "instance_settings.scope_id"),
    API_KEY(Unique.API_KEY, "api_key_actor", "api_key.actor"),
    KEY_VERSION(Unique.KEY_VERSION, "key_version", "wrapped_key.owner, wrapped_key.key_use, wrapped_key.version"),
    INSTALLATION(Unique.INSTALLATION, "installation_pkey", "installation.one");

    private final Unique unique;
    private final String index;
    private final String columns;

    UniqueIndex(Unique unique, String index, String columns) {
        this.unique = unique;
        this.index = index;
        this.columns = columns;
    }

    /// By its name, as PostgreSQL reports it; every other unique index is one of ids.
    static Unique named(String name) {
        return of(Arrays.stream(values())
                .filter(index -> index.index.equals(name))
                .findFirst());
    }

    /// By its columns, as SQLite reports it.
    static Unique over(String columns) {
        return of(Arrays.stream(values())
                .filter(index -> index.columns.equals(columns))
                .findFirst());
    }

    private static Unique of(Optional<UniqueIndex> index) {
        return index.map(known -> known.unique).orElse(Unique.ID);
    }
}
