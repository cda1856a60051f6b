using Jarvis.Cli.Turns;
using Jarvis.Events;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Jarvis.Cli.Rendering;

/// <summary>Shows a turn as a tree that changes in place, then the whole tree and the answer.</summary>
internal sealed class LiveDisplay : ITurnDisplay
{
    /// <summary>Often enough for the eye; what happens in between is drawn together.</summary>
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private const string ShowCursor = "\u001b[?25h";

    private readonly Lock _gate = new();
    private readonly TurnView _turn;
    private CancellationTokenSource _closed = new();
    private readonly IAnsiConsole _console;
    private readonly Surroundings _surroundings;
    private Task? _drawing;
    private bool _changed;

    internal LiveDisplay(Surroundings surroundings, TurnView turn)
    {
        _console = Terminal.Console(surroundings);
        _surroundings = surroundings;
        _turn = turn;
    }

    public async ValueTask ShowAsync(ConversationEvent happened)
    {
        lock (_gate)
        {
            _turn.Apply(happened);
            _changed = true;
        }

        _drawing ??= DrawAsync();
        if (_drawing.IsFaulted)
        {
            await _drawing.ConfigureAwait(false);
        }
    }

    public async ValueTask PauseAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _console.Write(PlanTree.Render(_turn, _surroundings.Time.GetUtcNow()));
        _closed.Dispose();
        _closed = new CancellationTokenSource();
    }

    public async ValueTask FinishAsync(TurnEnd end)
    {
        await StopAsync().ConfigureAwait(false);
        _console.Write(PlanTree.Render(end.Turn, _surroundings.Time.GetUtcNow()));
        if (end.Turn.Answer is { } answer)
        {
            _console.WriteLine();
            _console.Write(new Text(AnswerText.Render(answer.Text, end.Paths)));
            _console.WriteLine();
        }

        await ResultText.WriteFilesAsync(_surroundings.Output, end).ConfigureAwait(false);
        if (end.Turn.Usage is { } usage)
        {
            _console.WriteLine();
            _console.Write(new Text($"Used: {Wording.Usage(usage)}", new Style(decoration: Decoration.Dim)));
            _console.WriteLine();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Whoever watched has gone; the caller was told by ShowAsync or is told by its next line.
        }

        _closed.Dispose();
    }

    private async Task StopAsync()
    {
        var drawing = _drawing;
        if (drawing is null)
        {
            return;
        }

        _drawing = null;
        await _closed.CancelAsync().ConfigureAwait(false);
        await drawing.ConfigureAwait(false);
    }

    private async Task DrawAsync()
    {
        // A process that is ended while it draws must not leave a terminal without a cursor.
        _surroundings.Interruption.BeforeExit = () => _surroundings.Output.Write(ShowCursor);
        using var frames = new PeriodicTimer(Frame, _surroundings.Time);
        var picture = _console.Live(Picture()).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top);
        await picture.StartAsync(async live =>
        {
            try
            {
                while (await frames.WaitForNextTickAsync(_closed.Token).ConfigureAwait(false))
                {
                    if (IsStale())
                    {
                        live.UpdateTarget(Picture());
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The turn is over; the live picture is cleared, and drawn once more for good.
            }
        }).ConfigureAwait(false);
        _surroundings.Interruption.BeforeExit = null;
    }

    private bool IsStale()
    {
        lock (_gate)
        {
            return _changed || _turn.Tasks.Any(task => task.State == TaskState.Running);
        }
    }

    private IRenderable Picture()
    {
        lock (_gate)
        {
            _changed = false;
            var tree = PlanTree.Render(_turn, _surroundings.Time.GetUtcNow());
            return _turn.Draft.Length == 0 ? tree : new Rows(tree, PlanTree.Draft(_turn.Draft));
        }
    }
}
