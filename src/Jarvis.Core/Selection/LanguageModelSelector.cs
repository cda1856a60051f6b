using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Jarvis.Selection;

/// <summary>
/// Has a language model decide between models that another selector scores alike, and nothing else. Ties that arrive within a short time,
/// as those of one plan do, are one call, which their turns share: one that may not use its share is left out. Whatever goes wrong, the order is
/// the other selector's. Thread-safe.
/// </summary>
/// <param name="client">The language model.</param>
/// <param name="inner">Ranks.</param>
/// <param name="options">When it is asked.</param>
/// <param name="time">What the window and the limit are measured with.</param>
/// <param name="logger">Told when the choice failed.</param>
/// <param name="meters">Count what each turn uses, and hold it to its limit; null to count nothing.</param>
public sealed partial class LanguageModelSelector(
    IChatClient client,
    IModelSelector inner,
    LanguageModelSelectorOptions options,
    TimeProvider time,
    ILogger<LanguageModelSelector> logger,
    LanguageModelMeters? meters = null) : IModelSelector
{
    private readonly Lock _lock = new();
    private TieBatch? _open;

    /// <inheritdoc/>
    public async ValueTask<ModelSelection> SelectAsync(SelectionRequest request, CancellationToken cancellationToken)
    {
        var selection = await inner.SelectAsync(request, cancellationToken).ConfigureAwait(false);
        if (selection.Ranked.Length < 2)
        {
            return selection;
        }

        var least = selection.Ranked[0].Score - options.Margin;
        var tied = selection.Ranked.TakeWhile(model => model.Score >= least).Take(options.MaxCandidates).ToImmutableArray();
        if (tied.Length < 2)
        {
            return selection;
        }

        var tie = new Tie(request, tied);
        var choice = await ChooseAsync(tie, cancellationToken).ConfigureAwait(false);
        selection = selection with { Used = tie.Used };
        if (choice is null)
        {
            return selection;
        }

        var chosen = selection.Ranked.First(model => model.Model == choice.Model);
        var reason = string.Create(CultureInfo.InvariantCulture, $"{chosen.Reason}; the language model's choice of {tied.Length} alike: {choice.Reason}");
        return selection with { Ranked = selection.Ranked.Remove(chosen).Insert(0, chosen with { Reason = reason }) };
    }

    private async Task<TieChoice?> ChooseAsync(Tie tie, CancellationToken cancellationToken)
    {
        var batch = Join(tie);
        try
        {
            return await tie.Choice.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Leave(batch);
            throw;
        }
    }

    private TieBatch Join(Tie tie)
    {
        TieBatch batch;
        bool isNew;
        lock (_lock)
        {
            isNew = _open is null;
            batch = _open ??= new TieBatch();
            batch.Add(tie);
            if (batch.Ties.Count >= options.MaxTies)
            {
                _open = null;
            }
        }

        if (isNew)
        {
            _ = AskAsync(batch);
        }

        return batch;
    }

    private void Leave(TieBatch batch)
    {
        bool isLast;
        lock (_lock)
        {
            isLast = batch.Leave();
            if (isLast && ReferenceEquals(_open, batch))
            {
                _open = null;
            }
        }

        if (isLast)
        {
            batch.Abandoned.Cancel();
        }
    }

    private async Task AskAsync(TieBatch batch)
    {
        IReadOnlyDictionary<Tie, TieChoice> choices = new Dictionary<Tie, TieChoice>();
        try
        {
            await Task.Delay(options.Window, time, batch.Abandoned.Token).ConfigureAwait(false);
            Close(batch);
            choices = await AskAsync(new SharedTies(batch.Ties, meters), batch.Abandoned.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Choosing better is worth nothing that could cost the task: the ranked order counts.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Close(batch);
            if (!batch.Abandoned.IsCancellationRequested)
            {
                LogNotChosen(batch.Ties.Count, exception.GetType().Name);
            }
        }

        foreach (var tie in batch.Ties)
        {
            tie.Choice.SetResult(choices.GetValueOrDefault(tie));
        }
    }

    private void Close(TieBatch batch)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_open, batch))
            {
                _open = null;
            }
        }
    }

    private async Task<IReadOnlyDictionary<Tie, TieChoice>> AskAsync(SharedTies ties, CancellationToken abandoned)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abandoned);
        while (true)
        {
            try
            {
                var asked = client.GetResponseAsync(TiePrompt.Messages(ties.Asked), TiePrompt.Options.MeteredBy(ties.Meter), stop.Token);
                var response = await asked.WaitAsync(stop.Token).ConfigureAwait(false);
                return TiePrompt.Read(response.Text ?? "", ties.Asked);
            }
            catch (JarvisException) when (ties.LeaveRefusedOut())
            {
                // Fewer share less: those that are left are asked about without the others.
            }
            finally
            {
                ties.Settle();
            }
        }
    }

    // The message of what a server or its client throws may hold what was sent; its kind says enough.
    [LoggerMessage(1, LogLevel.Warning, "The language model did not choose between the models of {Ties} tasks ({Exception}); the ranked order counts.")]
    private partial void LogNotChosen(int ties, string exception);
}
