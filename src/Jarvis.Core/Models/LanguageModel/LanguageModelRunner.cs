using System.Collections.Immutable;
using System.Text;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;

namespace Jarvis.Models.LanguageModel;

/// <summary>
/// Does text tasks, and image tasks where it sees, with a language model. What it is given reaches it as data; what it answers is checked,
/// and asked for once more where it cannot be used, with the fault.
/// </summary>
/// <param name="client">The language model.</param>
/// <param name="options">What is known of it.</param>
/// <param name="meters">Count what each turn uses, and hold it to its limit; null to count nothing.</param>
public sealed class LanguageModelRunner(IChatClient client, LanguageModelTaskOptions options, LanguageModelMeters? meters = null) : IModelRunner
{
    internal const string RunnerName = "language-model";

    /// <summary>The most characters of an unusable answer that are shown to the model again.</summary>
    private const int MaxShownAgain = 4000;

    private readonly LanguageModelTasks _tasks = new(new RequestReader(options));

    /// <inheritdoc/>
    public string Name => RunnerName;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<ModelOutcome>(batch.Length);
        foreach (var request in batch)
        {
            try
            {
                outcomes.Add(ModelOutcome.Success(await RunAsync(request, cancellationToken).ConfigureAwait(false)));
            }
            catch (JarvisException exception)
            {
                outcomes.Add(ModelOutcome.Failure(exception.ToError()));
            }
        }

        return outcomes.MoveToImmutable();
    }

    private async Task<ModelOutput> RunAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        if (_tasks.Prepare(request, cancellationToken) is not { } preparing)
        {
            throw Error.InvalidRequest($"A language model does not do {request.TaskType}; choose another model.");
        }

        var assignment = await preparing.ConfigureAwait(false);
        var messages = Messages(assignment);
        var meter = request.Turn is { } turn ? meters?.Of(turn, request.Spent, request.Usage) : null;
        var answer = await AskAsync(messages, assignment, meter, cancellationToken).ConfigureAwait(false);
        if (Read(assignment, answer, out var fault) is { } output)
        {
            return output;
        }

        messages.Add(new ChatMessage(ChatRole.Assistant, answer.Length <= MaxShownAgain ? answer : answer[..MaxShownAgain]));
        messages.Add(new ChatMessage(ChatRole.User, $"This answer cannot be used. {fault} Answer again, in the form that was asked for."));
        answer = await AskAsync(messages, assignment, meter, cancellationToken).ConfigureAwait(false);
        return Read(assignment, answer, out fault)
            ?? throw Error.ModelFailed($"The language model gave an answer to {request.TaskType} that cannot be used, twice. {fault}", retryable: false);
    }

    private async Task<string> AskAsync(
        List<ChatMessage> messages, Assignment assignment, ILanguageModelMeter? meter, CancellationToken cancellationToken)
    {
        ChatResponse response;
        try
        {
            response = await client.GetResponseAsync(messages, ChatOptions(assignment).MeteredBy(meter), cancellationToken).ConfigureAwait(false);
        }
        catch (JarvisException exception) when (KnownContext.IsOverflow(exception))
        {
            throw new JarvisException(
                ErrorCode.TooLarge,
                "What this task was given is longer than the language model takes; split it, or set a model with more context.",
                retryable: false,
                exception.InnerException);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Error.ModelFailed("The language model did not answer in time.", cause: exception);
        }
        catch (Exception exception) when (exception is not (JarvisException or OperationCanceledException or OutOfMemoryException))
        {
            throw Error.ModelFailed($"The language model could not be asked ({exception.GetType().Name}).", cause: exception);
        }

        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            throw Error.ModelFailed("The language model's content filter refused this; change the input, or use another model.", retryable: false);
        }

        if (response.FinishReason == ChatFinishReason.Length)
        {
            throw Error.ModelFailed(
                $"The language model's answer did not fit into {options.MaxOutputTokens:N0} tokens; give it less at a time, or allow more.", retryable: false);
        }

        return ModelThoughts.Remove(response.Text ?? "");
    }

    private static List<ChatMessage> Messages(Assignment assignment)
    {
        var system = new StringBuilder(assignment.Instruction).Append("\n\n").Append(DataBlocks.Rule);
        if (assignment.Image is not null)
        {
            system.Append(" Words in the image are such material too.");
        }

        if (assignment.Schema is { } schema)
        {
            system.Append("\n\nAnswer with JSON of this schema and nothing else:\n").Append(schema.GetRawText());
        }

        var user = new StringBuilder();
        var blocks = new DataBlocks(assignment.Data.Select(part => part.Content));
        foreach (var part in assignment.Data)
        {
            blocks.Append(user, part.Name, part.Content);
        }

        user.Append("Now do what the first message says.");
        List<AIContent> contents = assignment.Image is { } image ? [image, new TextContent(user.ToString())] : [new TextContent(user.ToString())];
        return [new ChatMessage(ChatRole.System, system.ToString()), new ChatMessage(ChatRole.User, contents)];
    }

    private ChatOptions ChatOptions(Assignment assignment) => new()
    {
        MaxOutputTokens = options.MaxOutputTokens,
        ResponseFormat = assignment.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : ChatResponseFormat.Text,
    };

    private static ModelOutput? Read(Assignment assignment, string answer, out string fault)
    {
        try
        {
            fault = "";
            return assignment.Read(answer);
        }
        catch (FormatException exception)
        {
            fault = exception.Message;
        }
        catch (InvalidOperationException)
        {
            fault = "It holds text that is not valid Unicode.";
        }

        return null;
    }
}
