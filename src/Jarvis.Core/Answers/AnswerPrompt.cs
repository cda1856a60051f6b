using Jarvis.LanguageModels;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models.LanguageModel;
using Jarvis.Resources;
using Microsoft.Extensions.AI;

namespace Jarvis.Answers;

/// <summary>
/// What a language model is told of a turn, fitted to its context: who asks for what as words of ours, all that comes from outside in
/// blocks of data, and short handles instead of resource ids.
/// </summary>
internal sealed class AnswerPrompt
{
    private const string Instruction =
        "You are Jarvis and write the answer to a user whose request was carried out by a row of tasks. The block 'request' holds the"
        + " request; it says what the answer is about and in which language to write it: always that of the request. The results of the"
        + " tasks follow. Answer in Markdown, shortly: say what came out, from the results alone; invent nothing. When you name a file,"
        + " cite it as [name](resource:HANDLE) with the handle that is given for it, such as [page.txt](resource:r1); there are no other files."
        + " Tell what failed, was skipped or was not planned, with its reason word for word.\n\n"
        + DataBlocks.Rule;

    private const int MaxFiles = 20;
    private const int MaxRequestTokens = 1000;
    private const int MaxErrorTokens = 120;
    private const int Margin = 200;

    private readonly IResourceStore _store;
    private readonly AnswerRequest _request;
    private readonly LanguageModelAnswererOptions _options;
    private readonly int _contextTokens;
    private readonly Dictionary<string, ResourceId> _handles = new(StringComparer.OrdinalIgnoreCase);

    private AnswerPrompt(IResourceStore store, AnswerRequest request, LanguageModelAnswererOptions options, int contextTokens)
    {
        _store = store;
        _request = request;
        _options = options;
        _contextTokens = contextTokens;
    }

    /// <summary>The resource of each handle.</summary>
    internal IReadOnlyDictionary<string, ResourceId> Handles => _handles;

    /// <summary>The most tokens of the answer, and what is kept free of the context for it.</summary>
    internal int MaxOutputTokens => Math.Min(_options.MaxOutputTokens, _contextTokens / 4);

    /// <summary>What to send.</summary>
    internal ImmutableArray<ChatMessage> Messages { get; private set; } = [];

    /// <summary>Writes the prompt of a turn.</summary>
    /// <param name="store">Where results are read from.</param>
    /// <param name="request">What is to be answered.</param>
    /// <param name="options">How much the model is given and may write.</param>
    /// <param name="contextTokens">Tokens of prompt and answer together; in a small context the results are what is bounded harder.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JarvisException">
    /// The context has no room even for what the tasks are (<see cref="ErrorCode.TooLarge"/>), or a result cannot be read.
    /// </exception>
    internal static async Task<AnswerPrompt> WriteAsync(
        IResourceStore store,
        AnswerRequest request,
        LanguageModelAnswererOptions options,
        int contextTokens,
        CancellationToken cancellationToken)
    {
        var prompt = new AnswerPrompt(store, request, options, contextTokens);
        await prompt.WriteAsync(cancellationToken).ConfigureAwait(false);
        return prompt;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var parts = new List<(string Head, string Name, string Content)>
        {
            ("The request:", "request", TokenEstimate.Fit(_request.Request, MaxRequestTokens)),
        };
        var results = new List<(int Part, Resource Resource)>();
        for (var i = 0; i < _request.Outcomes.Length; i++)
        {
            var (head, resources) = Describe(i + 1, _request.Outcomes[i]);
            if (_request.Outcomes[i].Error is { } error)
            {
                parts.Add((head, "reason", TokenEstimate.Fit(error.Message, MaxErrorTokens)));
                continue;
            }

            parts.Add((head, "", ""));
            foreach (var (handle, resource) in resources.Where(given => given.Resource.Kind is MediaKind.Text or MediaKind.Data))
            {
                results.Add((parts.Count, resource));
                parts.Add(($"What {handle} holds:", "result", ""));
            }

            parts.AddRange(_request.Outcomes[i].Result?.Failures.Select(failure =>
                ($"Number {failure.Item + 1} of it failed:", "reason", TokenEstimate.Fit(failure.Error.Message, MaxErrorTokens))).Take(MaxFiles) ?? []);
        }

        parts.AddRange(_request.Dropped.Select(dropped =>
            ("Not planned:", "reason", TokenEstimate.Fit($"{dropped.Part}. {dropped.Reason}", MaxErrorTokens))));
        await FillAsync(parts, results, cancellationToken).ConfigureAwait(false);

        var blocks = new DataBlocks(parts.Select(part => part.Content));
        var text = new StringBuilder();
        foreach (var (head, name, content) in parts)
        {
            text.Append(head).Append('\n');
            if (name.Length > 0)
            {
                blocks.Append(text, name, content);
            }
        }

        text.Append("Now write the answer, in the language of the request.");
        Messages = [new ChatMessage(ChatRole.System, Instruction), new ChatMessage(ChatRole.User, text.ToString())];
    }

    private (string Head, List<(string Handle, Resource Resource)> Resources) Describe(int number, TaskOutcome outcome)
    {
        var resources = new List<(string Handle, Resource Resource)>();
        if (outcome.Result is not { } result)
        {
            return ($"Task {number}, {outcome.Task.Type}, {(outcome.Skipped ? "was skipped" : "failed")}:", resources);
        }

        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"Task {number}, {outcome.Task.Type}, was done by the model {result.Model}. It gave:");
        var given = result.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).SelectMany(output => output.Value).ToList();
        foreach (var resource in given.Take(MaxFiles))
        {
            var handle = $"r{_handles.Count + 1}";
            _handles.Add(handle, resource.Id);
            resources.Add((handle, resource));
            head.Append(CultureInfo.InvariantCulture, $"\n- the file \"{DataBlocks.Name(resource.Name)}\", handle {handle}, {DataBlocks.Name(resource.MediaType)}, {resource.Length:N0} bytes");
        }

        if (given.Count > MaxFiles)
        {
            head.Append(CultureInfo.InvariantCulture, $"\n- and {given.Count - MaxFiles:N0} files more");
        }

        return (head.ToString(), resources);
    }

    /// <summary>Shares what the context has left among the results; what one does not need is there for the next.</summary>
    private async Task FillAsync(List<(string Head, string Name, string Content)> parts, List<(int Part, Resource Resource)> results, CancellationToken cancellationToken)
    {
        // Those of a block, and those that say that a result goes on.
        const int Marks = 40;
        var used = TokenEstimate.Of(Instruction) + parts.Sum(part => TokenEstimate.Of(part.Head) + TokenEstimate.Of(part.Content) + Marks);
        var left = _contextTokens - MaxOutputTokens - Margin - used;
        if (left < 0)
        {
            throw Error.TooLarge("The turn has more tasks than the language model's context has room for; set a model with more context.");
        }

        for (var i = 0; i < results.Count; i++)
        {
            var (part, resource) = results[i];
            var content = await BeginningAsync(resource, Math.Min(_options.MaxResultTokens, left / (results.Count - i)), cancellationToken).ConfigureAwait(false);
            left -= TokenEstimate.Of(content);
            parts[part] = parts[part] with { Content = content };
        }
    }

    private async Task<string> BeginningAsync(Resource resource, int tokens, CancellationToken cancellationToken)
    {
        const string Cut = "\n[… the file goes on]";
        var text = resource.Text;
        if (text is null)
        {
            // No token of an estimate that high is longer than 12 characters.
            var buffer = new char[Math.Min(tokens * 12L, resource.Length) + 1];
            var stream = await _store.OpenReadAsync(_request.Turn.Conversation.Tenant, resource.Id, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                using var reader = new StreamReader(stream, Encoding.UTF8);
                text = new string(buffer, 0, await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false));
            }
        }

        var shown = TokenEstimate.Fit(text, tokens);
        return shown.Length == text.Length ? text : TokenEstimate.Fit(text, tokens - TokenEstimate.Of(Cut)) + Cut;
    }
}
