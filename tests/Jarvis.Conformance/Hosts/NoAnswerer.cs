using Jarvis.Answers;

namespace Jarvis.Conformance.Hosts;

/// <summary>Is not to be asked.</summary>
public sealed class NoAnswerer : IAnswerer
{
    public IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nobody is to answer.");
}
