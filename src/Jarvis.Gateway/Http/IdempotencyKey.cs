using Jarvis.Conversations;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Http;

/// <summary>The header by which a request that is sent again is known to be the same.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";

    /// <summary>The key; null for none. The draft has it in quotes, callers hardly ever.</summary>
    internal static string? IdempotencyKeyOf(this HttpContext context) =>
        context.Request.Headers[Header] is { Count: > 0 } key ? key.ToString().Trim('"') : null;

    /// <summary>The command with the key of the header, where there is one.</summary>
    internal static TurnCommand WithKey(this HttpContext context, TurnCommand command) =>
        context.IdempotencyKeyOf() is { } key ? command with { IdempotencyKey = key } : command;
}
