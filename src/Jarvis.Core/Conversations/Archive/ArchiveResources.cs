using System.Collections.Immutable;
using Jarvis.Answers;
using Jarvis.Events;
using Jarvis.Resources;

namespace Jarvis.Conversations.Archive;

/// <summary>The resources that events name.</summary>
internal static class ArchiveResources
{
    internal static IEnumerable<Resource> Of(ConversationEvent happened) => happened switch
    {
        TurnAccepted accepted => accepted.Attachments,
        TaskSucceeded succeeded => succeeded.Result.Outputs.Values.SelectMany(outputs => outputs),
        AnswerFinished finished => finished.Answer.Resources,
        _ => [],
    };

    /// <summary>The event with what the store knows of each resource: what an archive says of one is not believed.</summary>
    internal static ConversationEvent Owned(ConversationEvent happened, Func<Resource, Resource> own) => happened switch
    {
        TurnAccepted accepted => accepted with { Attachments = Owned(accepted.Attachments, own) },
        TaskSucceeded succeeded => succeeded with
        {
            Result = succeeded.Result with
            {
                Outputs = succeeded.Result.Outputs.ToImmutableDictionary(output => output.Key, output => Owned(output.Value, own)),
            },
        },
        AnswerFinished finished => finished with { Answer = new Answer(finished.Answer.Text, Owned(finished.Answer.Resources, own)) },
        _ => happened,
    };

    private static ImmutableArray<Resource> Owned(ImmutableArray<Resource> resources, Func<Resource, Resource> own) => [.. resources.Select(own)];
}
