package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/// A vault and a role in it, as `--vault NAME:ROLE` says them and as the server lists them.
final class RoleInVault {

    private RoleInVault() {}

    static Flag flag(String roles) {
        return Flag.with("vault", "NAME:ROLE", "A vault and the role there: " + roles)
                .many();
    }

    /// As the server takes them; a vault without a role has the usual one.
    static Json.Items given(Call call, Flag flag, String usual) {
        return new Json.Items(
                call.values(flag).stream().map(text -> given(text, usual)).toList());
    }

    /// As a table shows them.
    static String said(List<Json> vaults) {
        return vaults.stream()
                .map(vault -> vault.text("vault_name") + ":" + vault.text("vault_role"))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static Json given(String text, String usual) {
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var role = colon < 0 ? usual : text.substring(colon + 1);
        if (name.isEmpty() || role.isEmpty()) throw Failure.misuse("--vault looks like payments:proxy.");
        return Json.object().with("vault_name", name).with("vault_role", role);
    }
}
