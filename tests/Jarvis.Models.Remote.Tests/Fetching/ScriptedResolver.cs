using System.Net;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>Knows the hosts that a test names. A host with several answers gives each once, and the last from then on.</summary>
internal sealed class ScriptedResolver : IHostResolver
{
    private readonly Dictionary<string, Queue<IPAddress[]>> _answers = new(StringComparer.Ordinal);

    /// <summary>The hosts that were asked for, in order.</summary>
    internal List<string> Asked { get; } = [];

    internal void Knows(string host, params string[] answers) =>
        _answers[host] = new(answers.Select(answer => answer.Split(' ').Select(IPAddress.Parse).ToArray()));

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Asked.Add(host);
        return Task.FromResult(!_answers.TryGetValue(host, out var answers) ? []
            : answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }
}
