package agentvault.access;

import static agentvault.access.Need.ADMIN_OR_OWNER;
import static agentvault.access.Need.ADMIN_ROLE;
import static agentvault.access.Need.ANYONE;
import static agentvault.access.Need.ANY_ROLE;
import static agentvault.access.Need.INSTANCE_MEMBER;
import static agentvault.access.Need.MEMBER_ROLE;
import static agentvault.access.Need.NEVER;
import static agentvault.access.Need.OWNER;
import static agentvault.access.Need.OWNER_OR_CREATOR;
import static agentvault.access.Need.OWNER_OR_SELF;
import static agentvault.access.Need.SELF;

/// Everything that can be asked for, with what it needs. These rows are the permission matrix.
///
/// A token that was exchanged for an API key may do what a fifth cell says, and nothing where there is none.
public enum Action {
    //                    a user's login    an agent's token  an API key        a session
    USE_SERVICE(NEVER, ANY_ROLE, ANY_ROLE, ANY_ROLE),
    DISCOVER(NEVER, ANY_ROLE, ANY_ROLE, ANY_ROLE),
    PROPOSE(NEVER, ANY_ROLE, ANY_ROLE, ANY_ROLE),
    READ_OWN_PROPOSALS(NEVER, ANY_ROLE, ANY_ROLE, ANY_ROLE),
    READ_VAULT(ANY_ROLE, ANY_ROLE, ANY_ROLE, ANY_ROLE),
    LIST_CREDENTIALS(ANY_ROLE, ANY_ROLE, ANY_ROLE, ANY_ROLE),
    REVEAL_CREDENTIAL(MEMBER_ROLE, MEMBER_ROLE, NEVER, MEMBER_ROLE),
    /// A person asks which of the values they hold are in a vault. Nobody else has values to ask about.
    MATCH_CREDENTIALS(MEMBER_ROLE, NEVER, NEVER, NEVER),
    WRITE_CREDENTIALS(MEMBER_ROLE, MEMBER_ROLE, MEMBER_ROLE, MEMBER_ROLE),
    WRITE_SERVICES(ADMIN_ROLE, ADMIN_ROLE, ADMIN_ROLE, ADMIN_ROLE),
    /// A person applies or rejects what an agent asked for; an agent that could do it would approve its own request.
    REVIEW_PROPOSALS(MEMBER_ROLE, NEVER, NEVER, NEVER),
    READ_LOGS(MEMBER_ROLE, MEMBER_ROLE, MEMBER_ROLE, MEMBER_ROLE),
    MINT_SESSIONS(MEMBER_ROLE, MEMBER_ROLE, MEMBER_ROLE, MEMBER_ROLE),
    /// A session that names no vault may only let hosts through. An agent's token is bound to the policy of a vault,
    /// and
    /// must not make itself a session that is not.
    MINT_EMPTY_SESSIONS(ANYONE, NEVER, ANYONE, NEVER),
    END_OWN_SESSIONS(ANYONE, ANYONE, ANYONE, NEVER),
    MANAGE_VAULT_ACTORS(ADMIN_ROLE, ADMIN_ROLE, ADMIN_ROLE, ADMIN_ROLE),
    /// Roles in a vault that are given together with a new user or agent.
    ASSIGN_VAULTS(ADMIN_OR_OWNER, ADMIN_OR_OWNER, NEVER, NEVER),
    CHANGE_VAULT(ADMIN_OR_OWNER, ADMIN_OR_OWNER, ADMIN_ROLE, NEVER),
    LEAVE_VAULT(ANY_ROLE, ANY_ROLE, ANY_ROLE, NEVER),
    JOIN_VAULT(OWNER, OWNER, NEVER, NEVER),
    LIST_OWN_VAULTS(ANYONE, ANYONE, ANYONE, NEVER),
    LIST_ALL_VAULTS(OWNER, OWNER, NEVER, NEVER),
    CREATE_VAULT(INSTANCE_MEMBER, INSTANCE_MEMBER, INSTANCE_MEMBER, NEVER),
    LIST_ACTORS(INSTANCE_MEMBER, INSTANCE_MEMBER, NEVER, NEVER),
    INVITE_USERS(INSTANCE_MEMBER, INSTANCE_MEMBER, NEVER, NEVER),
    CREATE_AGENTS(INSTANCE_MEMBER, INSTANCE_MEMBER, NEVER, NEVER),
    CREATE_OWNERS(OWNER, OWNER, NEVER, NEVER),
    MANAGE_AGENT(OWNER_OR_CREATOR, OWNER_OR_CREATOR, NEVER, NEVER),
    SET_INSTANCE_ROLES(OWNER, OWNER, NEVER, NEVER),
    READ_USER(OWNER_OR_SELF, OWNER, NEVER, NEVER),
    DELETE_USERS(OWNER, OWNER, NEVER, NEVER),
    MANAGE_OWN_LOGIN(SELF, NEVER, NEVER, NEVER),
    CHANGE_INSTANCE(OWNER, OWNER, NEVER, NEVER),
    MANAGE_API_KEYS(OWNER, NEVER, NEVER, NEVER),
    /// A short-lived token for a browser. Whoever has one gets no other by it.
    EXCHANGE_KEY(NEVER, NEVER, ANYONE, NEVER),
    READ_TRAIL(OWNER, OWNER, NEVER, NEVER),
    /// Counts and times of the server's work, without names.
    READ_FIGURES(INSTANCE_MEMBER, INSTANCE_MEMBER, INSTANCE_MEMBER, NEVER),
    WRITE_DEFINITIONS(INSTANCE_MEMBER, NEVER, INSTANCE_MEMBER, NEVER),
    READ_DEFINITIONS(INSTANCE_MEMBER, NEVER, INSTANCE_MEMBER, NEVER);

    private final Need login;
    private final Need agentToken;
    private final Need apiKey;
    private final Need session;
    private final Need exchanged;

    Action(Need login, Need agentToken, Need apiKey, Need session) {
        this(login, agentToken, apiKey, session, NEVER);
    }

    Action(Need login, Need agentToken, Need apiKey, Need session, Need exchanged) {
        this.login = login;
        this.agentToken = agentToken;
        this.apiKey = apiKey;
        this.session = session;
        this.exchanged = exchanged;
    }

    public Need need(Via via) {
        return switch (via) {
            case LOGIN -> login;
            case AGENT_TOKEN -> agentToken;
            case API_KEY -> apiKey;
            case EXCHANGED -> exchanged;
            case SESSION -> session;
        };
    }
}
