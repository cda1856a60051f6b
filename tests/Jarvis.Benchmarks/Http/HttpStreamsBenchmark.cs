using System.Net.Sockets;
using System.Text;
using Jarvis.Conversations;
using Jarvis.Identity;

namespace Jarvis.Benchmarks.Http;

/// <summary>What a thousand open event streams hold in memory, and how soon all of their readers have the next event.</summary>
internal sealed class HttpStreamsBenchmark : IBenchmark
{
    private const int Streams = 1_000;
    private const int Conversations = 100;

    public string Name => "http-streams";

    public async Task RunAsync(Report report)
    {
        report.Title($"HTTP: {Streams:N0} event streams that are open at once");
        await using var host = await HttpHost.StartAsync();
        for (var number = 0; number < Conversations; number++)
        {
            await AskAsync(host.Jarvis, number);
        }

        var readers = new List<TcpClient>();
        try
        {
            // The first few pay for what all share.
            await OpenAsync(host, readers, Conversations);
            var (managed, resident) = (Managed(), Environment.WorkingSet);
            await OpenAsync(host, readers, Streams);
            report.Figure("managed memory a stream", $"{(Managed() - managed) / 1024.0 / (Streams - Conversations):0.#} KiB");
            report.Figure("resident memory of the process, with all of them open", $"{Environment.WorkingSet / 1024.0 / 1024:0} MiB ({(Environment.WorkingSet - resident) / 1024.0 / 1024:0} MiB more)");

            var start = TimeProvider.System.GetTimestamp();
            var told = Task.WhenAll(readers.Select(reader => ReadUntilAsync(reader, "turn-finished")));
            for (var number = 0; number < Conversations; number++)
            {
                await AskAsync(host.Jarvis, number);
            }

            await told;
            report.Figure($"a turn in each of {Conversations} conversations, told to all readers", $"{TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms");
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    private static long Managed() => GC.GetTotalMemory(forceFullCollection: true);

    private static async Task AskAsync(IJarvis jarvis, int number)
    {
        var receipt = await jarvis.SubmitAsync(new ConversationId(TenantId.Local, $"c{number}"), new TurnRequest("go"), default);
        await jarvis.ReadTurnAsync(receipt, default).LastAsync();
    }

    /// <summary>Opens streams until there are so many, each after the events that there are. Plain sockets: what a client holds is not what is measured.</summary>
    private static async Task OpenAsync(HttpHost host, List<TcpClient> readers, int count)
    {
        while (readers.Count < count)
        {
            var conversation = new ConversationId(TenantId.Local, $"c{readers.Count % Conversations}");
            var last = (await host.Jarvis.GetAsync(conversation, default)).LastSequence;
            var reader = new TcpClient();
            readers.Add(reader);
            await reader.ConnectAsync(host.Address.Host, host.Address.Port);
            await reader.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"GET /v1/conversations/{conversation.Name}/events?after={last} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAccept: text/event-stream\r\nAuthorization: Bearer {host.Key}\r\n\r\n"));
            await ReadUntilAsync(reader, "retry:");
        }
    }

    private static async Task ReadUntilAsync(TcpClient reader, string text)
    {
        var (buffer, said) = (new byte[4096], "");
        while (!said.Contains(text, StringComparison.Ordinal))
        {
            var read = await reader.GetStream().ReadAsync(buffer);
            said += read > 0 ? Encoding.UTF8.GetString(buffer, 0, read) : throw new InvalidOperationException($"The server closed a stream after '{said}'.");
        }
    }
}
