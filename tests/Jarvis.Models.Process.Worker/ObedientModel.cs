using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Process.Worker;

/// <summary>Does what the text of a request says.</summary>
internal sealed class ObedientModel(Stream output) : ILoadedModel
{
    public long MemoryBytes => 12_345;

    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<ModelOutcome>();
        foreach (var request in batch)
        {
            outcomes.Add(await RunAsync(request, cancellationToken));
        }

        return outcomes.ToImmutable();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<ModelOutcome> RunAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var words = await request.One("text").ReadTextAsync(10_000_000, cancellationToken);
        switch (words)
        {
            case "crash":
                Crash.Now();
                break;
            case "segfault":
                Crash.Segfault();
                break;
            case "exit":
                Environment.Exit(0);
                break;
            case "fail":
                return ModelOutcome.Failure(Error.TooLarge("Too much of it; split it.").ToError());
            case "throw":
                throw new InvalidOperationException("A secret of the inside.");
            case "garbage":
                await output.WriteAsync("this is no message at all"u8.ToArray(), CancellationToken.None);
                break;
            case "hang":
                new ManualResetEvent(false).WaitOne();
                break;
            case "wait":
                request.Progress?.Report(0.5);
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case "name":
                return ModelOutcome.Success(ModelOutput.FromText("text", $"{Environment.ProcessId} {Environment.GetEnvironmentVariable("SECRET")}"));
            case "memory":
                GC.KeepAlive(Enumerable.Range(0, 64).Select(_ => GC.AllocateArray<byte>(256 << 20, pinned: true)).Select(Touch).ToList());
                break;
        }

        return ModelOutcome.Success(ModelOutput.FromText("text", $"{request.Options.GetValueOrDefault("prefix")}{words}"));
    }

    private static byte[] Touch(byte[] bytes)
    {
        Array.Fill(bytes, (byte)1);
        return bytes;
    }
}
