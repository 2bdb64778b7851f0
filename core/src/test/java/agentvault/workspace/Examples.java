package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.access.Grant;
import agentvault.access.InstanceRole;
import agentvault.access.InstanceSettings;
import agentvault.access.Login;
import agentvault.access.PasswordHash;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.VaultRole;
import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.ServerUrl;
import agentvault.crypto.Hash;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.WrappedKey;
import agentvault.definition.Definition;
import agentvault.definition.ToolVariable;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Stamp;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Plain rows for tests that are about something else than what is in them.
public final class Examples {

    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    public static final Octets SEAL = octets("seal");

    private Examples() {}

    /// The same number gives the same id.
    public static Id id(long number) {
        return new Id(0x4000L, number);
    }

    public static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Life life() {
        return Life.startedAt(new Stamp(NOON, 1));
    }

    public static Vault vault(Id id, String slug) {
        return vault(id, slug, 1);
    }

    public static Vault vault(Id id, String slug, long sequence) {
        return Vault.named(id, new Slug(slug), slug, new Stamp(NOON, sequence));
    }

    public static Credential credential(Id id, Id vault, String key, Octets value) {
        var parts = new TreeMap<>(Map.of(Material.Part.VALUE, value));
        return new Credential(
                id,
                vault,
                new CredentialKey(key),
                new Credential.Profile("", Metadata.EMPTY, Credential.Reading.MEMBERS, Face.AGENT_VAULT),
                new Credential.Type.Static(),
                new Material.Held(1, id(1), octets("wrapped"), parts),
                life());
    }

    public static Service service(Id id, Id vault, String name, Binding binding) {
        var host = HostPattern.exact(new CanonicalHost("api.example.com"));
        var rule = new Service.Rule(
                new Reach.Destinations(List.of(Destination.of(host))),
                new Attachment.Bearer(new CredentialKey("KEY")),
                List.of());
        return new Service(id, vault, new Slug(name), rule, true, binding, life());
    }

    public static Binding bound(String host) {
        var url = new ServerUrl(false, HostPattern.exact(new CanonicalHost(host)), 443, new CanonicalPath("/mcp"), "");
        return new Binding.Bound(id(7), new Binding.Target.HostOf(url));
    }

    public static Grant grant(Id id, Id actor, Id vault) {
        return new Grant(id, actor, vault, VaultRole.MEMBER, life());
    }

    public static Actor actor(Id id, Id workspace, String name) {
        return new Actor(
                id,
                workspace,
                new Actor.Name(Actor.Kind.AGENT, name),
                InstanceRole.MEMBER,
                Actor.Standing.ACTIVE,
                id(1),
                life());
    }

    public static PasswordHash passwordHash(Id id, Id workspace, Id user) {
        return new PasswordHash(id, workspace, user, new PasswordHash.Sealed(1, octets("sealed")), new Stamp(NOON, 1));
    }

    public static InstanceSettings settings(Id id, Id workspace) {
        return new InstanceSettings(id, workspace, InstanceSettings.Values.DEFAULT, life());
    }

    public static Login login(Id id, Id user) {
        return new Login(id, user, id(1), new Login.Device("laptop"), NOON, Until.forever(), new Stamp(NOON, 1));
    }

    public static Token token(Id id, Id session, Octets hash) {
        return new Token(
                id,
                new Token.Subject.OfSession(session),
                TokenKind.SESSION,
                new Token.Hash(1, hash),
                "av_sess_1234",
                Until.forever(),
                life());
    }

    public static Proposal proposal(Id id, Id vault, long number) {
        var request = new Request(List.of(new ServiceChange.Remove(new Slug("github"))), List.of(), "", "");
        var stages = new Proposal.Stages(new Stamp(NOON, 1), NOON, new Proposal.State.Pending());
        return Proposal.pending(id, vault, number, id(1), request, stages);
    }

    public static Definition definition(Id id, Id workspace, String slug) {
        var content = new Definition.Content("", List.of(), List.of(), List.of());
        return new Definition(id, workspace, new Slug(slug), slug, 1, content, life());
    }

    public static ToolVariable toolVariable(Id id, Id workspace, Id definition, String name) {
        return new ToolVariable(id, workspace, definition, name, 1, octets("value"), life());
    }

    public static WrappedKey key(Id id, KeyUse use, Id owner, int version) {
        return new WrappedKey(id, use, owner, version, id(1), Octets.of(Hash.sha256(id.bytes())));
    }
}
