using Jarvis.Models.Process.Isolation;

namespace Jarvis.Models.Process.Worker;

/// <summary>Says of each batch that its output is a file that it was not to name, and of progress what cannot be.</summary>
internal static class Liar
{
    internal static async Task RunAsync(Stream input, Stream output, string file)
    {
        using var channel = new WorkerChannel(input, output);
        while (await channel.ReceiveAsync(CancellationToken.None) is { } message)
        {
            switch (message)
            {
                case WorkerMessage.Load:
                    await channel.SendAsync(new WorkerMessage.Ready(0), CancellationToken.None);
                    break;
                case WorkerMessage.Run run:
                    await channel.SendAsync(new WorkerMessage.Progress(run.Batch, 7, 0.5), CancellationToken.None);
                    await channel.SendAsync(new WorkerMessage.Progress(run.Batch, 0, 5), CancellationToken.None);
                    await channel.SendAsync(
                        new WorkerMessage.Done(run.Batch, [.. run.Requests.Select(_ => new WorkerOutcome([new("text", "text/plain", "text.txt", file)]))]),
                        CancellationToken.None);
                    break;
            }
        }
    }
}
