package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.EmailAddress;
import agentvault.access.InstanceSettings;
import agentvault.access.InstanceSettings.Values;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.wire.Answer;
import agentvault.workspace.Settings;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Locale;

/// What the owners choose for the instance.
record SettingsRoutes(Workspace workspace, Courier courier, LoginRate logins) {

    private static final int MOST_CREDENTIALS = 10_000;

    List<Route> routes() {
        return List.of(
                Route.callers("GET", "/v1/admin/settings", this::read),
                Route.callers("PUT", "/v1/admin/settings", this::change),
                Route.callers("POST", "/v1/admin/settings/rate-limit/preview", this::preview),
                Route.callers("POST", "/v1/admin/email/test", this::testEmail));
    }

    private Answer read(Call call) {
        return told(done(workspace.settings().read(call.caller())));
    }

    private Answer change(Call call) {
        var before = done(workspace.settings().read(call.caller()));
        var body = call.body();
        var domains = body.has("allowed_email_domains") ? domains(body) : before.emailDomains();
        var limits = body.maybeObject("rate_limit")
                .map(sent -> LoginRate.read(sent, before.limits()))
                .orElse(before.limits());
        var most = body.maybeNumber("credentials_per_vault", 0, MOST_CREDENTIALS);
        try {
            var coverage = body.choice(
                    "vault_coverage",
                    InstanceSettings.Coverage.class,
                    before.runs().coverage());
            var next = new Values(
                    body.flag("invite_only", before.inviteOnly()),
                    domains,
                    most.map(number -> Settings.withVaultCredentials(limits, number))
                            .orElse(limits),
                    new InstanceSettings.Runs(before.runs().usual(), coverage));
            return told(done(workspace.settings().change(call.caller(), next)));
        } catch (IllegalArgumentException refused) {
            throw new Unfit("allowed_email_domains", "allowed_email_domains: " + refused.getMessage() + ".");
        }
    }

    private static List<String> domains(Members body) {
        return body.texts("allowed_email_domains").stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private Answer preview(Call call) {
        var before = done(workspace.settings().read(call.caller()));
        var limits = LoginRate.read(call.body(), before.limits());
        return Answers.ok(logins.told(limits));
    }

    private Answer testEmail(Call call) {
        done(workspace.settings().read(call.caller()));
        var to = call.maybeBody().maybeText("to", EmailAddress::new).orElseGet(() -> own(call));
        if (!courier.ready()) {
            throw Trouble.of(400, "email_not_configured", "This server sends no e-mail")
                    .declined();
        }
        if (!courier.brings(to, new Courier.Letter.Test())) {
            throw Trouble.of(502, "email_failed", "The letter could not be sent")
                    .hinting("The server's log tells what the mail server said.")
                    .declined();
        }
        return Answers.ok(new Document().with("message", "Test email sent").with("to", to.text()));
    }

    private static EmailAddress own(Call call) {
        var name = call.actor().name().text();
        if (EmailAddress.valid(name)) return new EmailAddress(name);
        throw new Unfit("to", "to is missing.");
    }

    private Answer told(Values values) {
        return Answers.ok(new Document()
                .withTexts("allowed_email_domains", values.emailDomains())
                .with("invite_only", values.inviteOnly())
                .with("smtp_configured", courier.ready())
                .with("credentials_per_vault", Settings.vaultCredentials(values.limits()))
                .with("vault_coverage", values.runs().coverage())
                .with("rate_limit", logins.told(values.limits())));
    }
}
