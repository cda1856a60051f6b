using System.Runtime.CompilerServices;
using Jarvis.Answers;

namespace Jarvis.Gateway.Tests.Clients;

/// <summary>Cites what was made, in pieces that no citation is whole in.</summary>
internal sealed class PiecewiseAnswerer : IAnswerer
{
    private const int Piece = 7;

    public async IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var made = request.Outcomes.SelectMany(outcome => outcome.Result!.Outputs.Values).SelectMany(files => files);
        var text = $"Made {string.Join(", ", made.Select(file => $"[{file.Name}](resource:{file.Id})"))}.";
        for (var start = 0; start < text.Length; start += Piece)
        {
            await Task.Yield();
            yield return text[start..Math.Min(start + Piece, text.Length)];
        }
    }
}
