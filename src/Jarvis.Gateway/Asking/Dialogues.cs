using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Gateway.Asking;

/// <summary>Makes a request of a dialogue: what was said last is asked, what was said before is known, as far back as there is room.</summary>
/// <param name="resources">Knows the files that earlier answers name.</param>
internal sealed class Dialogues(IResourceStore resources)
{
    /// <summary>Refuses a list that JSON has put a null in, of which no reader tells.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>.</exception>
    internal static void RequireNoNull<T>(ImmutableArray<T> messages)
        where T : class
    {
        if (messages.Any(static message => message is null))
        {
            throw Error.InvalidRequest("A message is null; leave it out.");
        }
    }

    /// <summary>Makes the request.</summary>
    /// <param name="tenant">Whose files answers name.</param>
    /// <param name="dialogue">What was said, oldest first; the last is the user's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>.</exception>
    internal async Task<TurnRequest> ToRequestAsync(TenantId tenant, IReadOnlyList<Said> dialogue, CancellationToken cancellationToken)
    {
        var asked = dialogue.Reverse().TakeWhile(said => !said.IsAnswer).Reverse().ToList();
        if (asked.Count == 0)
        {
            throw Error.InvalidRequest("The last message is to be the user's, which says what is to be done; add one.");
        }

        return new TurnRequest(Text(asked))
        {
            Attachments = Files(asked),
            Addresses = [.. asked.SelectMany(said => said.Addresses)],
            History = await HistoryAsync(tenant, [.. dialogue.SkipLast(asked.Count)], cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<ImmutableArray<PastTurn>> HistoryAsync(TenantId tenant, IReadOnlyList<Said> dialogue, CancellationToken cancellationToken)
    {
        var turns = new Stack<PastTurn>();
        var (text, files) = (TurnRequest.MaxHistoryText, TurnRequest.MaxAttachments);
        for (var end = dialogue.Count; end > 0 && turns.Count < TurnRequest.MaxHistory;)
        {
            // Answers, and what was asked before them.
            var answers = dialogue.Take(end).Reverse().TakeWhile(said => said.IsAnswer).Reverse().ToList();
            var asked = dialogue.Take(end - answers.Count).Reverse().TakeWhile(said => !said.IsAnswer).Reverse().ToList();
            end -= answers.Count + asked.Count;
            var answer = FileLinks.Hide(Text(answers));
            var turn = new PastTurn(1, Text(asked), answer, [.. Files(asked), .. await FindAsync(tenant, answer, cancellationToken).ConfigureAwait(false)]);
            text -= turn.Request.Length + turn.Answer.Length;
            files -= turn.Resources.Length;
            if (text < 0 || files < 0)
            {
                break;
            }

            turns.Push(turn);
        }

        return [.. turns.Select((turn, index) => turn with { Number = index + 1 })];
    }

    private async Task<ImmutableArray<Resource>> FindAsync(TenantId tenant, string answer, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<Resource>();
        foreach (var id in FileLinks.Named(answer).Take(TurnRequest.MaxAttachments))
        {
            if (await resources.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } resource)
            {
                found.Add(resource);
            }
        }

        return found.ToImmutable();
    }

    private static string Text(IEnumerable<Said> said) => string.Join("\n\n", said.Select(one => one.Text).Where(text => text.Length > 0));

    private static ImmutableArray<Resource> Files(IEnumerable<Said> said) => [.. said.SelectMany(one => one.Files).DistinctBy(file => file.Id)];
}
