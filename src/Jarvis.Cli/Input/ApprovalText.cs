using System.Globalization;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Cli.Input;

/// <summary>What <c>--approve</c> takes: <c>plan</c>, <c>cost:0.10</c>, <c>effect:sends</c>, each any number of times.</summary>
internal static class ApprovalText
{
    internal const string Form = "plan, cost:USD or effect:NAME";

    private const string Cost = "cost:";
    private const string Effect = "effect:";

    /// <summary>The policy that several values together are; null for none.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>: one of them is none of the three.</exception>
    internal static ApprovalPolicy? Parse(IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var policy = new ApprovalPolicy();
        foreach (var value in values)
        {
            policy = value switch
            {
                "plan" => policy with { WholePlan = true },
                _ when value.StartsWith(Cost, StringComparison.Ordinal) && Price(value[Cost.Length..]) is { } price =>
                    policy with { AboveCost = Math.Min(price, policy.AboveCost ?? price) },
                _ when value.StartsWith(Effect, StringComparison.Ordinal) && SideEffects.IsName(value[Effect.Length..]) =>
                    policy with { SideEffects = [.. policy.SideEffects.Add(value[Effect.Length..]).Distinct()] },
                _ => throw Error.InvalidRequest(
                    $"--approve takes {Form}, such as --approve cost:0.10 or --approve effect:{SideEffects.Sends}, not '{Rendering.TerminalText.Line(value, 40)}'."),
            };
        }

        return policy;
    }

    private static decimal? Price(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price >= 0 ? price : null;
}
