namespace Jarvis.Gateway.HuggingFace;

/// <summary>What a path below <c>/models/</c> names.</summary>
/// <param name="Model">The model, whose name may have slashes.</param>
/// <param name="Task">The task type; null where the path does not say.</param>
/// <param name="Speaks">Whether what is asked and answered has the form of completions.</param>
internal sealed record InferencePath(string Model, string? Task, bool Speaks)
{
    private const string Pipeline = "/pipeline/";
    private const string Chat = "/v1/chat/completions";
    private const string Completion = "/v1/completions";

    internal static InferencePath Of(string path)
    {
        if (path.EndsWith(Chat, StringComparison.Ordinal))
        {
            return new(path[..^Chat.Length], Planning.TaskTypes.Conversational, Speaks: true);
        }

        if (path.EndsWith(Completion, StringComparison.Ordinal))
        {
            return new(path[..^Completion.Length], Planning.TaskTypes.TextGeneration, Speaks: true);
        }

        var pipeline = path.LastIndexOf(Pipeline, StringComparison.Ordinal);
        return pipeline < 0 ? new(path, null, Speaks: false) : new(path[..pipeline], path[(pipeline + Pipeline.Length)..], Speaks: false);
    }
}
