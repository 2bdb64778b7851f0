package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All tables of sealed rows.
final class Tables {

    static final List<RowMap<?>> ALL = List.of(
            new VaultRows(),
            new CredentialRows(),
            new ServiceRows(),
            new GrantRows(),
            new ProposalRows(),
            new ActorRows(),
            new TokenRows(),
            new DefinitionRows(),
            new EnvironmentRows(),
            new ToolVariableRows(),
            new SessionRows(),
            new WorkSessionRows(),
            new IdempotencyRows(),
            new PasswordHashRows(),
            new LoginRows(),
            new MailedCodeRows(),
            new UserInviteRows(),
            new AgentInviteRows(),
            new InstanceSettingsRows(),
            new RootCertificateRows(),
            new WebhookRows(),
            new WebhookDeliveryRows(),
            new ApiKeyRows());

    private static final Map<String, RowMap<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(RowMap::table, Function.identity()));

    private Tables() {}

    static RowMap<?> of(SealedRow row) {
        var table = BY_NAME.get(row.table());
        if (table == null) throw new IllegalArgumentException("no table for a " + row.table());
        return table;
    }

    static List<RowMap<?>> of(Scope.Kind kind) {
        return ALL.stream().filter(table -> table.livesIn(kind)).toList();
    }
}
