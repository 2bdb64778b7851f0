package agentvault.store;

import agentvault.access.InstanceSettings;
import agentvault.crypto.Scope;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

final class InstanceSettingsRows extends RowMap<InstanceSettings> {

    InstanceSettingsRows() {
        super(
                "instance_settings",
                InstanceSettings.class,
                Set.of(Scope.Kind.WORKSPACE),
                "invite_only email_domains limits usual_vault coverage",
                LIFE);
    }

    @Override
    void write(InstanceSettings settings, Values to) {
        var limits = Json.object();
        settings.values().limits().forEach(limits::put);
        to.flag("invite_only", settings.values().inviteOnly())
                .json("email_domains", Json.array(settings.values().emailDomains(), Json::of))
                .json("limits", limits)
                .life(settings.life());
        var runs = settings.values().runs();
        runs.usual().ifPresent(vault -> to.id("usual_vault", vault));
        if (runs.coverage() != InstanceSettings.Runs.DEFAULT.coverage()) to.word("coverage", runs.coverage());
    }

    @Override
    InstanceSettings read(Cells from) {
        var values = new InstanceSettings.Values(
                from.flag("invite_only"),
                from.json("email_domains", domains -> Json.list(domains, JsonNode::stringValue)),
                from.json("limits", InstanceSettingsRows::limits),
                new InstanceSettings.Runs(
                        from.maybeId("usual_vault"),
                        from.maybeText("coverage", InstanceSettings.Coverage::valueOf)
                                .orElse(InstanceSettings.Runs.DEFAULT.coverage())));
        return new InstanceSettings(from.id("id"), from.id("scope_id"), values, from.life());
    }

    private static SortedMap<String, Long> limits(JsonNode node) {
        var limits = new TreeMap<String, Long>();
        node.asObject()
                .properties()
                .forEach(limit -> limits.put(limit.getKey(), limit.getValue().longValue()));
        return limits;
    }
}
