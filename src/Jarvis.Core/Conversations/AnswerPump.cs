using System.Text;
using Jarvis.Actors;
using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Conversations;

/// <summary>Carries what an answerer writes to the conversation, outside its turns, small pieces joined.</summary>
internal static class AnswerPump
{
    /// <summary>A piece is sent on when it is this long, in characters.</summary>
    private const int PieceLength = 256;

    /// <summary>A piece is sent on when it is this old.</summary>
    private static readonly TimeSpan PieceAge = TimeSpan.FromMilliseconds(50);

    internal static async Task RunAsync(
        IAnswerer answerer,
        AnswerRequest request,
        IConversationActor conversation,
        ReportStamps stamps,
        TimeProvider time,
        CancellationToken ended)
    {
        // Whatever the answerer does before it first waits is not for the conversation's turn to wait for.
        await Task.Yield();
        var turn = request.Turn.Number;
        var piece = new StringBuilder();
        var usage = new UsageTally();
        JarvisError? error = null;
        try
        {
            var sent = time.GetTimestamp();
            await foreach (var text in answerer.AnswerAsync(request with { Usage = usage }, ended).WithCancellation(ended).ConfigureAwait(false))
            {
                piece.Append(text);
                if (piece.Length >= PieceLength || time.GetElapsedTime(sent) >= PieceAge)
                {
                    await conversation.ReportAnswerAsync(turn, Report(finished: false), ended).ConfigureAwait(false);
                    piece.Clear();
                    sent = time.GetTimestamp();
                }
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            error = Error.From(exception);
        }

        if (!ended.IsCancellationRequested)
        {
            // Not of a turn that is taken up again meanwhile: that has a writer of its own.
            await conversation.ReportAnswerAsync(turn, Report(finished: true), ended).ConfigureAwait(false);
        }

        AnswerReport Report(bool finished) => new(piece.ToString(), finished, error) { Used = usage.Take(), Stamp = stamps.Next() };
    }
}
