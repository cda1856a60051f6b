using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Process.Commands;
using Jarvis.Serialization;
using Child = System.Diagnostics.Process;

namespace Jarvis.Models.Process.Isolation;

/// <summary>A model in a process of its own. When the process breaks, the batches that ran there fail, and so does every later one.</summary>
internal sealed class WorkerProcess : ILoadedModel
{
    private readonly Child _child;
    private readonly bool _ownGroup;
    private readonly TimeSpan _stopTimeout;
    private readonly TimeProvider _time;
    private readonly KillAtExit _leaving;
    private readonly WorkerChannel _channel;
    private readonly ConcurrentDictionary<long, PendingBatch> _pending = new();
    private readonly TaskCompletionSource<WorkerMessage.Ready> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _receiving;
    private readonly Task _draining;
    private ModelCard? _card;
    private volatile JarvisException? _broken;
    private long _batches;

    /// <param name="child">The process.</param>
    /// <param name="ownGroup">Whether it leads a process group of its own.</param>
    /// <param name="stopTimeout">How long it may take to end by itself.</param>
    /// <param name="time">The clock.</param>
    internal WorkerProcess(Child child, bool ownGroup, TimeSpan stopTimeout, TimeProvider time)
    {
        (_child, _ownGroup, _stopTimeout, _time) = (child, ownGroup, stopTimeout, time);
        _leaving = new KillAtExit(child, ownGroup);
        _channel = new WorkerChannel(child.StandardOutput.BaseStream, child.StandardInput.BaseStream);
        _receiving = ReceiveAsync();
        _draining = DrainErrorsAsync();
    }

    /// <inheritdoc/>
    public long MemoryBytes { get; private set; }

    /// <inheritdoc/>
    public JarvisError? Fault => _broken?.ToError();

    /// <summary>Whether a model can be loaded there.</summary>
    internal bool IsAlive => _broken is null && !_child.HasExited;

    /// <summary>The process, for tests that break it.</summary>
    internal int ProcessId => _child.Id;

    private string Name => _card?.Id.Value ?? "A model";

    /// <summary>Has its model loaded and warmed up. Once.</summary>
    internal async Task LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        _card = card;
        await SendAsync(new WorkerMessage.Load(JsonSerializer.SerializeToElement(card, JarvisJsonContext.Default.ModelCard), device.Value, card.Directory), cancellationToken).ConfigureAwait(false);
        var ready = await _ready.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        MemoryBytes = ready.Error is { } error ? throw new JarvisException(error.Code, error.Message, error.Retryable) : ready.MemoryBytes;
    }

    /// <summary>Loading has done it.</summary>
    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        if (_broken is not null)
        {
            // It was broken by what ran before, not by this.
            throw Error.ModelUnavailable($"The process of {Name} has ended and is started again; try again.", TimeSpan.Zero);
        }

        var requests = await Task.WhenAll(batch.Select(request => WorkerRequests.SendableAsync(request, cancellationToken))).ConfigureAwait(false);
        var number = Interlocked.Increment(ref _batches);
        var pending = new PendingBatch(batch);
        _pending[number] = pending;
        try
        {
            await SendAsync(new WorkerMessage.Run(number, [.. requests]), cancellationToken).ConfigureAwait(false);
            using var stopping = cancellationToken.Register(() => _ = StopAsync(number));
            if (_broken is { } broken)
            {
                throw broken;
            }

            var done = await pending.Done.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return done.Error is { } error
                ? throw new JarvisException(error.Code, error.Message, error.Retryable)
                : [.. done.Outcomes.Select((outcome, i) => i < batch.Length ? WorkerRequests.Read(batch[i], outcome) : ModelOutcome.Failure(error: Broken().ToError()))];
        }
        finally
        {
            _pending.TryRemove(number, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _broken ??= Error.ModelUnavailable($"{Name} is not loaded any more; try again.");
        Close();
        try
        {
            await _child.WaitForExitAsync(CancellationToken.None).WaitAsync(_stopTimeout, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ProcessGroup.Kill(_child, _ownGroup);
            await _child.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        ProcessGroup.KillRest(_child, _ownGroup);
        await Task.WhenAll(_receiving, _draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
        _channel.Dispose();
        _child.Dispose();
    }

    private async Task ReceiveAsync()
    {
        await Task.Yield();
        try
        {
            while (await _channel.ReceiveAsync(CancellationToken.None).ConfigureAwait(false) is { } message)
            {
                Take(message);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It wrote something else than messages; whatever it is, it is not to be talked to any more.
        }

        _broken ??= Broken();
        ProcessGroup.Kill(_child, _ownGroup);
        _ready.TrySetException(_broken);
        foreach (var batch in _pending.Values)
        {
            batch.Fail(_broken);
        }
    }

    private void Take(WorkerMessage message)
    {
        switch (message)
        {
            case WorkerMessage.Ready ready:
                _ready.TrySetResult(ready);
                break;
            case WorkerMessage.Progress progress when _pending.TryGetValue(progress.Batch, out var batch):
                batch.Report(progress.Request, progress.Fraction);
                break;
            case WorkerMessage.Done done when _pending.TryGetValue(done.Batch, out var batch):
                batch.End(done);
                break;
        }
    }

    /// <summary>What it complains of is not told to people, for it is a stranger's words; it only must not fill the pipe.</summary>
    private async Task DrainErrorsAsync()
    {
        try
        {
            await _child.StandardError.BaseStream.CopyToAsync(Stream.Null).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It is gone.
        }
    }

    private async Task SendAsync(WorkerMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw _broken ?? Broken();
        }
    }

    private async Task StopAsync(long batch)
    {
        try
        {
            await _channel.SendAsync(new WorkerMessage.Stop(batch), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It is gone, and what ran there with it.
        }
    }

    private void Close()
    {
        try
        {
            _child.StandardInput.Close();
        }
        catch (IOException)
        {
            // It closed its end first.
        }
    }

    private JarvisException Broken() =>
        Error.ModelFailed($"{Name} broke the process that it runs in; others are not touched. It is started again for the next request.");
}
