namespace Jarvis.Answers;

/// <summary>Writes the answer to a turn from what its tasks gave.</summary>
public interface IAnswerer
{
    /// <summary>
    /// Writes the answer, piece by piece, in Markdown. A resource is cited as <c>[name](resource:id)</c>; citations of resources that
    /// the turn does not have are removed by who asked.
    /// </summary>
    /// <param name="request">What it may be made from.</param>
    /// <param name="cancellationToken">Ends writing.</param>
    IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, CancellationToken cancellationToken);
}
