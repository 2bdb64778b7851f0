/// Brings deliveries of webhooks to their receivers, signed as Standard Webhooks has it. Entry:
/// [agentvault.hooks.HttpWebhookReceivers]. Of an answer nothing is read but its status.
@NullMarked
package agentvault.hooks;

import org.jspecify.annotations.NullMarked;
