package agentvault.access;

/// What a cell of the permission matrix asks for.
public enum Need {
    /// Nobody may do this with such a token.
    NEVER,
    /// Every active actor, about what is theirs.
    ANYONE,
    /// Any role in the vault.
    ANY_ROLE,
    MEMBER_ROLE,
    ADMIN_ROLE,
    /// Admin of the vault, or owner of the instance.
    ADMIN_OR_OWNER,
    /// At least member of the instance.
    INSTANCE_MEMBER,
    OWNER,
    /// Owner; or the agent's creator while a member, unless the agent is an owner itself.
    OWNER_OR_CREATOR,
    /// Owner, or about oneself.
    OWNER_OR_SELF,
    /// About oneself.
    SELF
}
