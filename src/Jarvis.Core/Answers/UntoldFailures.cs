using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Jarvis.Answers;

/// <summary>Holds an answer to what failed: what it does not tell in the words of the reason is told at its end.</summary>
internal static partial class UntoldFailures
{
    private const int MaxReason = 300;
    private const int MaxCompared = 120;
    private const int MaxListed = 20;

    /// <summary>The list to append; empty where all is told.</summary>
    /// <param name="request">What happened.</param>
    /// <param name="answer">What was written.</param>
    internal static string List(AnswerRequest request, string answer)
    {
        var told = Flat(answer);
        var untold = All(request).Where(failure => !IsTold(told, Short(failure.Reason))).ToList();
        var list = new StringBuilder();
        foreach (var (what, reason) in untold.Take(MaxListed))
        {
            list.Append(CultureInfo.InvariantCulture, $"- {what}: {Short(reason)}.\n");
        }

        if (untold.Count > MaxListed)
        {
            list.Append(CultureInfo.InvariantCulture, $"- and {untold.Count - MaxListed:N0} more.\n");
        }

        return list.ToString();
    }

    private static IEnumerable<(string What, string Reason)> All(AnswerRequest request)
    {
        foreach (var outcome in request.Outcomes)
        {
            if (outcome.Error is { } error)
            {
                yield return ($"**{outcome.Task.Type}** {(outcome.Skipped ? "was not run" : "failed")}", error.Message);
            }

            foreach (var failure in outcome.Result?.Failures ?? [])
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"**{outcome.Task.Type}**, number {failure.Item + 1}, failed"), failure.Error.Message);
            }
        }

        foreach (var dropped in request.Dropped)
        {
            yield return ($"**Not done:** {Short(dropped.Part)}", dropped.Reason);
        }
    }

    private static bool IsTold(string told, string reason) =>
        reason.Length > 0 && told.Contains(reason[..Math.Min(reason.Length, MaxCompared)], StringComparison.OrdinalIgnoreCase);

    /// <summary>On one line, without its full stop, no longer than a list needs it.</summary>
    private static string Short(string text)
    {
        var flat = Flat(text).TrimEnd('.');
        return flat.Length <= MaxReason ? flat : string.Concat(flat.AsSpan(0, MaxReason), "…");
    }

    private static string Flat(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
