package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import agentvault.control.ApiServer.Told;
import agentvault.id.Id;
import agentvault.workspace.Proposals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an agent asks for and what a person answers, over the wire.
class ProposalRoutesTest {

    private static final String STRIPE =
            "{'services':[{'action':'set','host':'api.stripe.com','description':'Payments',"
                    + "'auth':{'type':'bearer','token':'STRIPE_KEY'}}],"
                    + "'credentials':[{'action':'set','key':'STRIPE_KEY','description':'Stripe API key',"
                    + "'obtain':'https://dashboard.stripe.com/apikeys','obtain_instructions':'Developers > API Keys'}],"
                    + "'message':'invoices','user_message':'I need to send invoices.'}";

    @TempDir
    private Path root;

    private ApiServer server;
    private Cast cast;
    private Id vault = new Id(0, 0);
    private String person = "";
    private String agent = "";
    private String session = "";

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        vault = cast.newVault("my-vault");
        person = cast.userIn("vera@example.com", vault, VaultRole.MEMBER);
        agent = cast.agentIn("billing-bot", vault, VaultRole.PROXY);
        session = cast.session(vault, VaultRole.PROXY);
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @Test
    void an_agent_asks_a_person_types_the_value_in_and_it_is_applied_at_once() {
        var made = propose(STRIPE).is(201);
        assertThat(made.json().get("id").asInt()).isEqualTo(1);
        assertThat(made.at("/vault")).isEqualTo("my-vault");
        assertThat(made.at("/approval_url")).matches(server.origin() + "/approve/1\\?token=av_appr_[0-9a-f]{64}");
        assertThat(server.get(path(made.at("/poll_url")), session).is(200).at("/status"))
                .isEqualTo("pending");

        var shown = server.get("/v1/admin/proposals/1?vault=my-vault", person).is(200);
        assertThat(shown.at("/agent_name")).isEqualTo("ana@example.com");
        assertThat(shown.at("/services/0/name")).isEqualTo("api-stripe-com");
        assertThat(shown.at("/services/0/description")).isEqualTo("Payments");
        assertThat(shown.at("/services_json")).contains("\"host\":\"api.stripe.com\"");
        assertThat(shown.at("/effect/services/0/after/0/destination")).isEqualTo("api.stripe.com");
        assertThat(shown.json().at("/acknowledgements").size()).isZero();
        approve(shown, "").refused(400, "missing_value");
        approve(shown, ",'credentials':{'STRIPE_KEY':''}").refused(400, "missing_value");
        approve(shown, ",'credentials':{'STRIPE_KEY':'sk_1','OTHER_KEY':'x'}").refused(400, "invalid_request");
        assertThat(approve(shown, ",'credentials':{'STRIPE_KEY':'sk_1'}")
                        .is(200)
                        .at("/status"))
                .isEqualTo("applied");

        assertThat(server.get("/v1/proposals/1", session).at("/status")).isEqualTo("applied");
        assertThat(server.get("/discover", session).at("/services/0/host")).isEqualTo("api.stripe.com");
        assertThat(approve(shown, ",'credentials':{'STRIPE_KEY':'sk_1'}")
                        .refused(409, "already_ended")
                        .at("/error"))
                .isEqualTo("Proposal 1 is already applied");
    }

    @Test
    void the_form_of_the_later_era_is_the_same_request() {
        propose("{'services':[{'action':'set','name':'stripe','host':'api.stripe.com/v1/*','enabled':true,"
                        + "'auth':{'type':'api-key','key':'STRIPE_KEY','header':'X-Api-Key'},"
                        + "'substitutions':[{'key':'STRIPE_KEY','placeholder':'__k__','in':['path']}]}],"
                        + "'credentials':[{'action':'set','key':'STRIPE_KEY','type':'static','value':'sk_agent'}]}")
                .is(201);
        var shown = server.get("/v1/admin/proposals/1?vault=my-vault", person).is(200);
        assertThat(shown.json().at("/credentials/0/has_value").asBoolean()).isTrue();
        assertThat(shown.body()).doesNotContain("sk_agent");
        approve(shown, "").is(200);
        assertThat(server.get("/v1/credentials?vault=my-vault&reveal=true&key=STRIPE_KEY", person)
                        .at("/credentials/0/value"))
                .isEqualTo("sk_agent");

        propose("{'services':[{'name':'stripe','enabled':false}]}").is(201);
        approve(server.get("/v1/admin/proposals/2?vault=my-vault", person), "").is(200);
        propose("{'services':[{'name':'stripe','host':'api.stripe.com/v1/*',"
                        + "'auth':{'type':'bearer','token':'STRIPE_KEY'}}]}")
                .is(201);
        var kept = server.get("/v1/proposals/3", session).is(200);
        assertThat(kept.at("/services/0/substitutions/0/placeholder")).isEqualTo("__k__");
        propose("{'services':[{'action':'delete','host':'api.stripe.com'}],'credentials':[{'action':'delete',"
                        + "'key':'STRIPE_KEY'}]}")
                .is(201);
        approve(server.get("/v1/admin/proposals/4?vault=my-vault", person), "").is(200);
        assertThat(server.get("/v1/vaults/my-vault/services", person)
                        .json()
                        .at("/services")
                        .size())
                .isZero();
        assertThat(server.get("/v1/credentials?vault=my-vault", person)
                        .json()
                        .at("/keys")
                        .size())
                .isZero();
    }

    @Test
    void an_oauth_slot_becomes_a_credential_to_be_connected() {
        propose("{'credentials':[{'key':'NOTION_TOKEN','type':'oauth','oauth':{'token_url':'https://a.com/token',"
                        + "'authorization_url':'https://a.com/authorize','client_id':'me','scopes':'read write',"
                        + "'scope_separator':','}}]}")
                .is(201);
        var shown = server.get("/v1/admin/proposals/1?vault=my-vault", person).is(200);
        assertThat(shown.at("/credentials/0/oauth/token_url")).isEqualTo("https://a.com/token");
        assertThat(shown.at("/credentials/0/oauth/authorization_url")).isEqualTo("https://a.com/authorize");
        assertThat(shown.at("/credentials/0/oauth/scopes")).isEqualTo("read,write");
        approve(shown, ",'credentials':{'NOTION_TOKEN':'x'}").refused(400, "invalid_request");
        approve(shown, "").is(200);

        var stored = server.get("/v1/credentials?vault=my-vault", person).is(200);
        assertThat(stored.at("/credentials/0/type")).isEqualTo("oauth");
        assertThat(stored.json().at("/credentials/0/unavailable").asBoolean()).isTrue();
        assertThat(stored.at("/credentials/0/authorization_url")).isEqualTo("https://a.com/authorize");
        assertThat(stored.at("/credentials/0/scopes")).isEqualTo("read,write");
    }

    @Test
    void pkce_is_always_used() {
        propose("{'credentials':[{'key':'NOTION_TOKEN','type':'oauth','oauth':{'token_url':'https://a.com/token',"
                        + "'disable_pkce':true}}]}")
                .refused(422, "pkce_required");
    }

    @Test
    void an_approval_is_about_what_was_shown_and_says_yes_to_each_effect() {
        server.post("/v1/credentials", person, "{'vault':'my-vault','credentials':{'STRIPE_KEY':'sk_1'}}")
                .is(200);
        propose("{'services':[{'host':'http://api.example.com','auth':{'type':'bearer','token':'STRIPE_KEY'}}]}")
                .is(201);
        var shown = server.get("/v1/admin/proposals/1?vault=my-vault", person).is(200);

        server.post("/v1/admin/proposals/1/approve", person, "{'vault':'my-vault'}")
                .refused(409, "stale");
        server.post("/v1/admin/proposals/1/approve", person, "{'vault':'my-vault','digest':'00'}")
                .refused(409, "stale");
        server.post("/v1/admin/proposals/1/approve", person, "{'vault':'my-vault','digest':'xyz'}")
                .refused(400, "invalid_request");
        server.post("/v1/admin/proposals/1/reject", person, "{'vault':'my-vault','digest':'00'}")
                .refused(409, "stale");
        var needed = approve(shown, "").refused(422, "acknowledgement_required");
        assertThat(needed.json().get("acknowledgements")).isEqualTo(shown.json().get("acknowledgements"));
        assertThat(needed.at("/acknowledgements/0/code"))
                .isEqualTo("new_destination:STRIPE_KEY:http://api.example.com:80/*");
        assertThat(needed.at("/acknowledgements/1/kind")).isEqualTo("cleartext");
        approve(shown, ",'acknowledge':['%s']".formatted(needed.at("/acknowledgements/0/code")))
                .refused(422, "acknowledgement_required");
        approve(
                        shown,
                        ",'acknowledge':['%s','%s']"
                                .formatted(
                                        needed.at("/acknowledgements/0/code"), needed.at("/acknowledgements/1/code")))
                .is(200);
    }

    @Test
    void an_old_login_is_asked_to_be_renewed() {
        propose(STRIPE).is(201);
        server.pass(Proposals.FRESH);

        approve(server.get("/v1/admin/proposals/1?vault=my-vault", person), ",'credentials':{'STRIPE_KEY':'sk_1'}")
                .refused(403, "login_too_old");
    }

    @Test
    void what_is_wrong_with_a_request_is_said_with_its_place() {
        assertWrong("{}", "", "a proposal changes at least one service or credential");
        assertWrong("{'services':[{'host':'api.x.com'}]}", "services[0].auth", "send it, or \"enabled\" alone");
        assertWrong("{'services':[{'action':'drop','name':'abc'}]}", "services[0].action", "is set or delete");
        assertWrong("{'services':[" + service("10.0.0.1") + "]}", "services[0].host", "address");
        assertWrong("{'services':[" + service("*.com") + "]}", "services[0].host", "");
        assertWrong(
                "{'services':[" + service("*.github.io") + "]}", "services[0].host", "name the hosts that you need");
        assertWrong("{'services':[" + service("localhost") + "]}", "services[0].host", "");
        assertWrong("{'services':[" + service("a.com") + "," + service("a.com") + "]}", "", "MISSING");
        assertWrong("{'credentials':[{'key':'lower'}]}", "credentials[0].key", "");
        assertWrong("{'credentials':[{'key':'A','obtain':'ftp://a'}]}", "credentials[0].key", "https://");
        assertWrong("{'credentials':[{'key':'A','type':'jwt'}]}", "credentials[0].type", "static or oauth");
        assertWrong("{'credentials':[{'key':'A','type':'oauth'}]}", "credentials[0].oauth", "missing");
        assertWrong(
                "{'credentials':[{'key':'A','oauth':{'token_url':'http://a.com/t'}}]}",
                "credentials[0].oauth.token_url",
                "https://");
        assertWrong(
                "{'credentials':[{'key':'A','value':'x','oauth':{'token_url':'https://a.com/t'}}]}",
                "credentials[0].value",
                "connected by a person");
        assertWrong("{'credentials':[{'key':'A'},{'key':'A'}]}", "credentials[1].key", "there twice");
        assertWrong("{'credentials':[{'key':'A','size':1}]}", "credentials[0].size", "not known here");
        propose("{'services':[{'action':'delete','name':'nothing'}]}").refused(404, "not_found");
    }

    @Test
    void tokens_come_from_where_services_may_be() {
        for (var host : new String[] {"10.0.0.1", "[::1]", "169.254.169.254", "localhost", "login.internal"}) {
            assertWrong(
                    "{'credentials':[{'key':'A','oauth':{'token_url':'https://" + host + "/t'}}]}",
                    "credentials[0].oauth.token_url",
                    "its host is a");
        }
        assertWrong(
                "{'credentials':[{'key':'A','oauth':{'token_url':'https://a.com/t',"
                        + "'authorization_url':'https://127.0.0.1/'}}]}",
                "credentials[0].oauth.authorization_url",
                "its host is an address");
    }

    @Test
    void what_nobody_would_read_to_its_end_is_refused() {
        var flood = "x".repeat(100_000);
        assertWrong("{'credentials':[{'key':'A'}],'user_message':'" + flood + "'}", "", "at most 2,000 characters");
        assertWrong("{'credentials':[{'key':'A','description':'" + flood + "'}]}", "credentials[0].key", "at most 500");
    }

    @Test
    void the_twenty_first_pending_proposal_is_one_too_many() {
        for (int i = 0; i < Proposals.MAX_PENDING; i++) propose(stripe(i)).is(201);

        var told = propose(STRIPE).refused(429, "too_many_pending");
        assertThat(told.at("/error")).isEqualTo("Too many pending proposals (max 20)");
        assertThat(server.delete("/v1/proposals/1", session).is(200).at("/status"))
                .isEqualTo("withdrawn");
        server.delete("/v1/proposals/1", session).refused(409, "already_ended");
        propose(STRIPE).is(201);
        server.delete("/v1/admin/proposals/2?vault=my-vault", person).is(200);
        assertThat(server.get("/v1/proposals/2", session).at("/status")).isEqualTo("deleted");
        assertThat(server.get("/v1/proposals?status=pending", session)
                        .json()
                        .get("proposals")
                        .size())
                .isEqualTo(19);
        server.pass(Duration.ofDays(7));
        var fresh = cast.session(vault, VaultRole.PROXY);
        assertThat(server.get("/v1/proposals/3", fresh).at("/status")).isEqualTo("expired");
        assertThat(server.get("/v1/proposals?status=withdrawn", fresh)
                        .json()
                        .get("proposals")
                        .size())
                .isEqualTo(1);
        server.get("/v1/proposals?status=odd", fresh).refused(400, "invalid_request");
    }

    @Test
    void the_same_is_asked_for_once_until_it_is_decided() {
        propose(STRIPE).is(201);

        var told = propose(STRIPE).refused(409, "already_pending");
        assertThat(told.at("/error")).isEqualTo("Proposal 1 asks for the same and is still pending");
        assertThat(told.at("/hint")).contains("withdraw it");
        server.post("/v1/proposals?vault=my-vault", agent, STRIPE).is(201);
        propose(stripe(2)).is(201);
        server.delete("/v1/proposals/1", session).is(200);
        propose(STRIPE).is(201);
    }

    @Test
    void values_that_an_agent_brings_are_not_compared() {
        var brought = "{'credentials':[{'key':'MADE_KEY','value':'%s'}]}";

        propose(brought.formatted("one")).is(201);
        propose(brought.formatted("two")).is(201);
        propose("{'credentials':[{'key':'MADE_KEY'}]}").is(201);
        propose("{'credentials':[{'key':'MADE_KEY'}]}").refused(409, "already_pending");
    }

    @Test
    void an_agent_wears_nobody_out() {
        int most = ProposalRate.RATE.most();
        for (int i = 1; i <= most; i++) {
            propose(STRIPE).is(201);
            server.delete("/v1/proposals/" + i, session).is(200);
        }

        var told = propose(STRIPE).refused(429, "too_many_proposals");
        assertThat(told.header("Retry-After")).contains("300");
        server.post("/v1/proposals?vault=my-vault", agent, STRIPE).is(201);
        server.pass(ProposalRate.RATE.window());
        propose(STRIPE).is(201);
    }

    @Test
    void an_agent_names_its_vault_and_a_proxy_sees_what_is_pending_only() {
        server.post("/v1/proposals", agent, STRIPE).refused(400, "vault_required");
        server.post("/v1/proposals?vault=my-vault", agent, STRIPE).is(201);
        server.post("/v1/proposals", person, STRIPE).refused(403, "forbidden");
        assertThat(server.get("/v1/admin/proposals?vault=my-vault", person).at("/proposals/0/agent_name"))
                .isEqualTo("billing-bot");
        server.get("/v1/admin/proposals/1?vault=my-vault", agent).is(200);
        server.delete("/v1/proposals/1", session).refused(404, "not_found");
        server.post("/v1/admin/proposals/1/reject", person, "{'vault':'my-vault','reason':'not now'}")
                .is(200);

        assertThat(server.get("/v1/proposals/1?vault=my-vault", agent).at("/review_note"))
                .isEqualTo("not now");
        server.get("/v1/admin/proposals/1?vault=my-vault", agent).refused(404, "not_found");
        assertThat(server.get("/v1/admin/proposals?vault=my-vault", agent)
                        .json()
                        .get("proposals")
                        .size())
                .isZero();
    }

    @Test
    void whoever_has_the_link_reads_and_decides_nothing() {
        var token = propose(STRIPE).at("/approval_url").replaceFirst(".*token=", "");
        var details = "/v1/proposals/approve-details?token=" + token;
        server.get("/v1/proposals/approve-details", "").refused(400, "invalid_request");
        server.get(details + "&id=2", "").refused(400, "invalid_request");
        server.get("/v1/proposals/approve-details?token=av_appr_0", "").refused(404, "not_found");
        server.get("/v1/proposals", token).refused(401, "invalid_session");

        var shown = server.get(details + "&id=1", "").is(200);
        assertThat(shown.at("/user_message")).isEqualTo("I need to send invoices.");
        assertThat(shown.json().get("authenticated").asBoolean()).isFalse();
        var seen = server.get(details, person).is(200);
        assertThat(seen.json().get("can_approve").asBoolean()).isTrue();
        assertThat(seen.at("/user_email")).isEqualTo("vera@example.com");
        var stranger = server.get(details, cast.user("nora@example.com", InstanceRole.MEMBER))
                .is(200);
        assertThat(stranger.json().get("can_approve").asBoolean()).isFalse();
        server.post("/v1/admin/proposals/1/reject", person, "{'vault':'my-vault'}")
                .is(200);
        assertThat(server.get(details, "").is(200).at("/error_title")).isEqualTo("Proposal rejected");
        server.pass(Duration.ofDays(1));
        server.get(details, "").refused(410, "already_ended");
    }

    @Test
    void whoever_waits_is_told_as_soon_as_it_is_decided() throws Exception {
        propose(STRIPE).is(201);
        server.get("/v1/proposals/1?wait=61", session).refused(400, "invalid_request");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> server.get("/v1/proposals/1?wait=60", session));
            assertThat(waiting.isDone()).isFalse();
            server.post("/v1/admin/proposals/1/reject", person, "{'vault':'my-vault'}")
                    .is(200);
            assertThat(waiting.get().at("/status")).isEqualTo("rejected");

            var next = threads.submit(
                    () -> server.get("/v1/admin/proposals?vault=my-vault&status=pending&after=1&wait=60", person));
            assertThat(next.isDone()).isFalse();
            propose(STRIPE).is(201);
            assertThat(next.get().json().at("/proposals/0/id").asInt()).isEqualTo(2);
            var interrupted = threads.submit(() -> server.get("/v1/proposals/2?wait=60", session));
            server.api.endWaiting();
            assertThat(interrupted.get().at("/status")).isEqualTo("pending");
        }
    }

    private void assertWrong(String body, String field, String part) {
        var told = propose(body).refused(400, "invalid_request");
        assertThat(told.at("/field")).as(told.body()).isEqualTo(field);
        assertThat(told.at("/error")).contains(part);
    }

    private static String stripe(int time) {
        return STRIPE.replace("invoices'", "invoices " + time + "'");
    }

    private static String service(String host) {
        return "{'host':'%s','auth':{'type':'bearer','token':'MISSING'}}".formatted(host);
    }

    private Told propose(String body) {
        return server.post("/v1/proposals", session, body);
    }

    private Told approve(Told shown, String more) {
        var number = shown.json().get("id").asInt();
        return server.post(
                "/v1/admin/proposals/" + number + "/approve",
                person,
                "{'vault':'my-vault','digest':'%s'%s}".formatted(shown.at("/digest"), more));
    }

    private String path(String url) {
        assertThat(url).startsWith(server.origin());
        return url.substring(server.origin().length());
    }
}
