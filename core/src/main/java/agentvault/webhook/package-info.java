/// Webhooks: where owners want to be told of what happens, and what is on its way there. Entries:
/// [agentvault.webhook.Webhook], [agentvault.webhook.Delivery]. What is told holds no secret, and nothing
/// that an agent wrote about its request.
@NullMarked
package agentvault.webhook;

import org.jspecify.annotations.NullMarked;
