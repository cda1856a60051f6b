using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jarvis.Planning;
using Jarvis.Serialization;

namespace Jarvis.Conversations;

/// <summary>What an idempotency key was answered with.</summary>
/// <param name="Key">The caller's key.</param>
/// <param name="Fingerprint">A hash of what was asked under it; requests are long, and the head that keeps this is small.</param>
/// <param name="Receipt">The answer.</param>
public sealed record IdempotentReceipt(string Key, string Fingerprint, TurnReceipt Receipt)
{
    /// <summary>What two requests have in common that ask for the same: text, files, time, what is to be approved, what is to be run and what was said before.</summary>
    internal static string FingerprintOf(TurnRequest request)
    {
        var parts = request.Attachments.Select(attachment => attachment.Id.Value)
            .Concat(request.Addresses)
            .Append(request.Timeout?.Ticks.ToString(CultureInfo.InvariantCulture) ?? "")
            .Append(request.Approval is { } approval ? JsonSerializer.Serialize(approval, JarvisJsonContext.Default.ApprovalPolicy) : "")
            .Concat(request.Tasks.SelectMany(PartsOf))
            .Concat(request.History.SelectMany(PartsOf))
            .Append(request.Text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }

    private static IEnumerable<string> PartsOf(PastTurn past) => past.Resources.Select(resource => resource.Id.Value).Append(past.Request).Append(past.Answer);

    /// <summary>What a task is to do. Its arguments are in no order of their own.</summary>
    private static IEnumerable<string> PartsOf(PlannedTask task) => task.Arguments
        .OrderBy(argument => argument.Key, StringComparer.Ordinal)
        .Select(argument => $"{argument.Key}={JsonSerializer.Serialize(argument.Value, JarvisJsonContext.Default.Argument)}")
        .Prepend($"{task.Id} {task.Type} {task.Model} {string.Join(',', task.After)}");
}
