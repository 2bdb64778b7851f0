package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.address.HostPolicy;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.vault.CredentialKey;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Services;
import agentvault.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Services: listing, writing, switching and removing them.
record ServiceRoutes(Workspace workspace, VaultNames names, HostPolicy hosts) {

    List<Route> routes() {
        return List.of(
                Route.callers("GET", "/v1/vaults/{vault}/services", this::list),
                Route.callers("POST", "/v1/vaults/{vault}/services", this::upsert),
                Route.callers("PUT", "/v1/vaults/{vault}/services", this::replace),
                Route.callers("DELETE", "/v1/vaults/{vault}/services", this::clear),
                Route.callers("PATCH", "/v1/vaults/{vault}/services/{service}", this::enable),
                Route.callers("DELETE", "/v1/vaults/{vault}/services/{service}", this::remove),
                Route.callers("GET", "/v1/vaults/{vault}/services/credential-usage", this::usage));
    }

    private Answer list(Call call) {
        var vault = names.inPath(call);
        return Answers.ok(in(vault)
                .withAll(
                        "services",
                        services(call, vault).stream().map(ServiceView::of).toList()));
    }

    private Answer upsert(Call call) {
        var vault = names.inPath(call);
        var wanted = wanted(call.body(), services(call, vault));
        var services = done(workspace.services().upsert(call.caller(), vault.id(), wanted));
        return Answers.ok(in(vault)
                .withTexts(
                        "upserted",
                        wanted.stream().map(want -> want.name().text()).toList())
                .with("services_count", services.size()));
    }

    private Answer replace(Call call) {
        var vault = names.inPath(call);
        var wanted = wanted(call.body(), services(call, vault));
        var services = done(workspace.services().replace(call.caller(), vault.id(), wanted));
        return Answers.ok(in(vault).with("services_count", services.size()));
    }

    private Answer clear(Call call) {
        var vault = names.inPath(call);
        done(workspace.services().replace(call.caller(), vault.id(), List.of()));
        return Answers.ok(in(vault).with("cleared", true));
    }

    private Answer enable(Call call) {
        var vault = names.inPath(call);
        boolean enabled = call.body().flag("enabled");
        var service = referred(call, vault);
        done(workspace.services().setEnabled(call.caller(), vault.id(), service.name(), enabled));
        return Answers.ok(in(vault)
                .with("name", service.name().text())
                .with("host", ServiceView.host(service))
                .with("enabled", enabled));
    }

    private Answer remove(Call call) {
        var vault = names.inPath(call);
        var service = referred(call, vault);
        var left = done(workspace.services().remove(call.caller(), vault.id(), service.name()));
        return Answers.ok(in(vault)
                .with("removed", service.name().text())
                .with("removed_host", ServiceView.host(service))
                .with("services_count", left.size()));
    }

    private Answer usage(Call call) {
        var vault = names.inPath(call);
        var key = call.query()
                .maybe("key", CredentialKey::new)
                .orElseThrow(() -> new Unfit("key", "key is missing in the query."));
        return Answers.ok(new Document()
                .withAll(
                        "services",
                        services(call, vault).stream()
                                .filter(service -> service.rule().keys().contains(key))
                                .map(ServiceView::named)
                                .toList()));
    }

    private List<Service> services(Call call, Vault vault) {
        return done(workspace.services().list(call.caller(), vault.id())).stream()
                .sorted(ServiceView.OLDEST_FIRST)
                .toList();
    }

    private Service referred(Call call, Vault vault) {
        return ServiceView.referred(services(call, vault), call.path("service"));
    }

    private List<Services.Wanted> wanted(Members body, List<Service> existing) {
        var form = ServiceForm.acknowledging(hosts, Set.copyOf(new HashSet<>(body.texts("acknowledge"))));
        if (!body.has("services")) throw new Unfit("services", "services is missing.");
        var wanted = new ArrayList<Services.Wanted>();
        var taken = new HashSet<Slug>();
        for (var service : body.objects("services")) {
            try {
                var read = form.read(service);
                var name = service.maybeText("name", Slug::new)
                        .orElseGet(() -> ServiceView.name(read.destination(), existing, taken));
                if (!taken.add(name)) throw service.unfit("name", " is there twice");
                wanted.add(new Services.Wanted(name, read.rule(), read.enabled()));
            } catch (Unfit unfit) {
                throw new Unfit(unfit.field(), "Invalid services: service " + wanted.size() + ": " + unfit.sentence());
            }
        }
        return wanted;
    }

    private static Document in(Vault vault) {
        return new Document().with("vault", vault.slug().text());
    }
}
