package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import java.util.Set;

final class ServiceRows extends RowMap<Service> {

    ServiceRows() {
        super(
                "service",
                Service.class,
                Set.of(Scope.Kind.VAULT),
                "name enabled destinations attachment placeholders binding bound_target",
                LIFE);
    }

    @Override
    void write(Service service, Values to) {
        to.text("name", service.name().text())
                .flag("enabled", service.enabled())
                .json("destinations", RuleJson.write(service.rule().reach()))
                .json("attachment", AttachmentJson.write(service.rule().attachment()))
                .json("placeholders", RuleJson.write(service.rule().placeholders()))
                .json("binding", BindingJson.write(service.binding()))
                .life(service.life());
        service.binding().uniqueAs().ifPresent(target -> to.text("bound_target", target));
    }

    @Override
    Service read(Cells from) {
        var rule = new Service.Rule(
                from.json("destinations", RuleJson::readReach),
                from.json("attachment", AttachmentJson::read),
                from.json("placeholders", RuleJson::readPlaceholders));
        return new Service(
                from.id("id"),
                from.id("scope_id"),
                from.text("name", Slug::new),
                rule,
                from.flag("enabled"),
                from.json("binding", BindingJson::read),
                from.life());
    }
}
