using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Jarvis.Media;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Answers;

/// <summary>
/// Writes an answer without a language model: what each task gave, what failed, what was not planned, and nothing else. Text of results
/// stands in fenced blocks, so that whatever it holds stays text.
/// </summary>
/// <param name="types">The task types, for the order of their outputs.</param>
public sealed class TemplateAnswerer(TaskTypeCatalog types) : IAnswerer
{
    /// <summary>The most characters of one text that are shown; the file holds all.</summary>
    private const int MaxShown = 2000;

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var outcome in request.Outcomes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return outcome.Result is null ? Failed(outcome) : Succeeded(outcome);
        }

        foreach (var dropped in request.Dropped)
        {
            yield return $"**Not done:** {dropped.Part}. {dropped.Reason}\n\n";
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static string Failed(TaskOutcome outcome) =>
        $"**{outcome.Task.Type}** {(outcome.Skipped ? "was not run" : "failed")}: {outcome.Error!.Message}\n\n";

    private string Succeeded(TaskOutcome outcome)
    {
        var result = outcome.Result!;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"**{outcome.Task.Type}** by {result.Model}, {result.Duration.TotalSeconds:0.0} s:\n\n");
        var ports = types.Find(outcome.Task.Type)?.Outputs.Select(port => port.Name).ToList() ?? [];
        var outputs = result.Outputs.OrderBy(output => ports.IndexOf(output.Key)).ThenBy(output => output.Key, StringComparer.Ordinal).ToList();
        foreach (var resource in outputs.Take(1).SelectMany(output => output.Value))
        {
            Show(text, resource);
        }

        foreach (var (port, resources) in outputs.Skip(1))
        {
            text.Append(CultureInfo.InvariantCulture, $"{port}: {string.Join(", ", resources.Select(Cite))}\n\n");
        }

        foreach (var failure in result.Failures)
        {
            text.Append(CultureInfo.InvariantCulture, $"Number {failure.Item + 1} failed: {failure.Error.Message}\n\n");
        }

        return text.ToString();
    }

    private static void Show(StringBuilder text, Resource resource)
    {
        if (resource.Text is { } content)
        {
            var shown = Excerpt.Of(content, MaxShown);
            var fence = Fence(shown);
            var language = resource.Kind == MediaKind.Data ? "json" : "text";
            text.Append(CultureInfo.InvariantCulture, $"{fence}{language}\n{shown.TrimEnd()}\n{fence}\n\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{Cite(resource)}\n\n");
    }

    /// <summary>A fence longer than any run of backticks in the text, so that the text cannot close it (CommonMark 0.31, 4.5).</summary>
    private static string Fence(string content)
    {
        var (longest, run) = (0, 0);
        foreach (var c in content)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return new string('`', Math.Max(3, longest + 1));
    }

    private static string Cite(Resource resource) =>
        $"[{resource.Name.Replace('[', '(').Replace(']', ')')}](resource:{resource.Id})";
}
