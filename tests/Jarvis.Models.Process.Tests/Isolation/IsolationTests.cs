using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Process.Isolation;
using Jarvis.Models.Process.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Child = System.Diagnostics.Process;

namespace Jarvis.Models.Process.Tests.Isolation;

[Collection(WorkerCollection.Name)]
public sealed class IsolationTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly Engines _files = new();
    private readonly List<ServiceProvider> _services = [];
    private TimeSpan _stopTimeout = TimeSpan.FromMinutes(1);
    private int _requests;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }

        _files.Dispose();
    }

    [Fact]
    public async Task An_isolated_model_runs_in_a_process_of_its_own_which_knows_nothing_of_this_ones_environment()
    {
        Environment.SetEnvironmentVariable("SECRET", "of the host");
        await using var model = await LoadAsync();

        var words = (await RunAsync(model, "name")).Split(' ');

        Assert.NotEqual(Environment.ProcessId, int.Parse(words[0], CultureInfo.InvariantCulture));
        Assert.Equal("", words[1]);
        Assert.Equal(12_345, model.MemoryBytes);
    }

    [Fact]
    public async Task A_model_that_is_not_isolated_stays_in_this_process()
    {
        await using var model = await LoadAsync(card => card with { Isolated = false });

        Assert.IsType<LocalRunner.Model>(model);
    }

    [Fact]
    public async Task An_isolated_model_that_was_not_loaded_is_not_run_in_this_process() => Assert.Equal(
        ErrorCode.ModelUnavailable,
        (await Assert.ThrowsAsync<JarvisException>(() => Runner().RunAsync(Card(), [Request("hello")], default))).Code);

    [Fact]
    public async Task Texts_files_and_options_reach_the_model_and_its_files_come_back()
    {
        await using var model = await LoadAsync();
        var text = Request("hello", ("prefix", "> "));
        var file = new ModelRequest("conversational", Scratch()) { Inputs = Inputs(_files.File("words.txt", "from a file"u8.ToArray(), "text/plain")) };

        var outcomes = await model.RunAsync([text, file], default);

        Assert.Equal(["> hello", "from a file"], outcomes.Select(Text));
        Assert.All(outcomes, outcome => Assert.Equal(("text", "text/plain"), (outcome.Outputs[0].Port, outcome.Outputs[0].MediaType)));
    }

    [Fact]
    public async Task The_next_model_runs_in_a_process_that_waited_for_it_unless_that_is_gone()
    {
        var services = Services();
        var processes = services.GetRequiredService<WorkerProcesses>();
        await using var first = await LoadAsync(services);
        var spare = processes.SpareIds[0];
        await using var second = await LoadAsync(services);
        foreach (var id in processes.SpareIds)
        {
            using var gone = Child.GetProcessById(id);
            gone.Kill();
            await gone.WaitForExitAsync();
        }

        await using var third = await LoadAsync(services);

        Assert.Equal($"{spare}", (await RunAsync(second, "name")).Split(' ')[0]);
        Assert.Equal("hello", await RunAsync(third, "hello"));
    }

    [Fact]
    public async Task Processes_that_wait_end_with_the_host()
    {
        var services = Services();
        await using var model = await LoadAsync(services);
        var spares = services.GetRequiredService<WorkerProcesses>().SpareIds.Select(Child.GetProcessById).ToList();

        await services.DisposeAsync();

        Assert.Equal(2, spares.Count);
        Assert.All(spares, spare => Assert.True(spare.HasExited));
    }

    [Fact]
    public async Task A_request_that_fails_leaves_its_neighbours_alone()
    {
        await using var model = await LoadAsync();

        var outcomes = await model.RunAsync([Request("hello"), Request("fail"), Request("again")], default);

        Assert.Equal([null, ErrorCode.TooLarge, null], outcomes.Select(outcome => outcome.Error?.Code));
    }

    [Fact]
    public async Task What_a_model_throws_stays_inside()
    {
        await using var model = await LoadAsync();

        var error = await Assert.ThrowsAsync<JarvisException>(() => model.RunAsync([Request("throw")], default));

        Assert.Equal(ErrorCode.Internal, error.Code);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Equal("hello", await RunAsync(model, "hello"));
    }

    [Theory]
    [InlineData("crash")]
    [InlineData("segfault")]
    [InlineData("exit")]
    [InlineData("garbage")]
    [InlineData("memory")]
    public async Task A_model_that_breaks_its_process_fails_what_runs_there_and_nothing_else(string how)
    {
        await using var broken = await LoadAsync();
        await using var other = await LoadAsync();
        var waiting = broken.RunAsync([Request("wait")], default);

        var errors = new[]
        {
            await Assert.ThrowsAsync<JarvisException>(() => broken.RunAsync([Request(how)], default)),
            await Assert.ThrowsAsync<JarvisException>(() => waiting),
            await Assert.ThrowsAsync<JarvisException>(() => broken.RunAsync([Request("hello")], default)),
        };

        Assert.Equal([ErrorCode.ModelFailed, ErrorCode.ModelFailed, ErrorCode.ModelUnavailable], errors.Select(error => error.Code));
        Assert.All(errors, error => Assert.True(error.Retryable));
        Assert.Equal(ErrorCode.ModelFailed, broken.Fault?.Code);
        Assert.Null(other.Fault);
        Assert.Equal("hello", await RunAsync(other, "hello"));
        await using var again = await LoadAsync();
        Assert.Equal("hello", await RunAsync(again, "hello"));
    }

    [Theory]
    [InlineData("refuse", "damaged")]
    [InlineData("crash", "broke the process")]
    public async Task A_model_that_cannot_be_loaded_says_why_and_leaves_no_process(string how, string says)
    {
        var error = await Assert.ThrowsAsync<JarvisException>(() => LoadAsync(card => card with { Settings = card.Settings.Add("load", how) }));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Empty(WorkerProgram.Running());
    }

    [Fact]
    public async Task Loading_ends_when_its_time_is_up_and_leaves_no_process()
    {
        _stopTimeout = TimeSpan.Zero;
        var loading = LoadAsync(card => card with { Settings = card.Settings.Add("load", "hang") });

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(ErrorCode.ModelUnavailable, (await Assert.ThrowsAsync<JarvisException>(() => loading)).Code);
        Assert.Empty(WorkerProgram.Running());
    }

    [Fact]
    public async Task Cancelling_reaches_the_model_and_the_next_request_runs()
    {
        await using var model = await LoadAsync();
        using var cancellation = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = Request("wait", begun.SetResult);
        var run = model.RunAsync([request], cancellation.Token);
        await begun.Task;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("hello", await RunAsync(model, "hello"));
    }

    [Fact]
    public async Task Batches_run_side_by_side()
    {
        await using var model = await LoadAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = model.RunAsync([Request("wait")], cancellation.Token);

        Assert.Equal("hello", await RunAsync(model, "hello"));

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Unloading_ends_the_process()
    {
        var model = await LoadAsync();
        var process = Child.GetProcessById(((WorkerProcess)model).ProcessId);

        await model.DisposeAsync();

        Assert.True(process.HasExited);
        await Assert.ThrowsAsync<JarvisException>(() => model.RunAsync([Request("hello")], default));
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("link")]
    [InlineData("missing")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_process_that_names_a_file_that_it_did_not_write_gets_none(string file)
    {
        await using var model = await LoadAsync(arguments: ["liar", file]);
        var request = Request("hello");
        var folder = Path.GetDirectoryName(request.ScratchPath("x"))!;
        File.WriteAllText(Path.Combine(folder, "..", "secret.txt"), "secret");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "/etc/passwd");

        Assert.Equal(ErrorCode.ModelFailed, Assert.Single(await model.RunAsync([request], default)).Error?.Code);
    }

    [Fact]
    public async Task Progress_that_cannot_be_is_not_told()
    {
        await using var model = await LoadAsync(arguments: ["liar", "missing"]);
        var told = 0;

        await model.RunAsync([Request("hello", () => told++)], default);

        Assert.Equal(0, told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("jarvis")]
    [InlineData("/nowhere/jarvis")]
    public void A_program_that_is_not_there_is_refused_at_start(string program)
    {
        using var services = new ServiceCollection().AddModelIsolation(options => options.Program = program).BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ModelIsolationOptions>>().Value);
    }

    private static ModelCard Card() => new(new("test/model"), "obedient", ["conversational"], "a model") { Isolated = true, MaxBatch = 8 };

    private static string Text(ModelOutcome outcome)
    {
        Assert.Null(outcome.Error);
        using var reader = new StreamReader(outcome.Outputs.Single().OpenRead(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static ImmutableDictionary<string, ImmutableArray<ModelInput>> Inputs(ModelInput text) =>
        ImmutableDictionary<string, ImmutableArray<ModelInput>>.Empty.Add("text", [text]);

    private static async Task<string> RunAsync(ILoadedModel model, ModelRequest request) => Text(Assert.Single(await model.RunAsync([request], default)));

    private Task<string> RunAsync(ILoadedModel model, string words) => RunAsync(model, Request(words));

    private ModelRequest Request(string words, Action progress) => new("conversational", Scratch())
    {
        Inputs = Inputs(new ModelInput(words)),
        Progress = new Told(progress),
    };

    private ModelRequest Request(string words, params (string Name, string Value)[] options) => new("conversational", Scratch())
    {
        Inputs = Inputs(new ModelInput(words)),
        Options = options.ToImmutableDictionary(option => option.Name, option => option.Value),
    };

    private string Scratch() => Path.Combine(_files.Folder, "scratch", $"{Interlocked.Increment(ref _requests)}");

    private Task<ILoadedModel> LoadAsync(Func<ModelCard, ModelCard>? change = null, params ImmutableArray<string> arguments) =>
        ((IModelLoader)Runner(arguments)).LoadAsync((change ?? (card => card))(Card()), DeviceId.Cpu, default);

    private static Task<ILoadedModel> LoadAsync(IServiceProvider services) => ((IModelLoader)Runner(services)).LoadAsync(Card(), DeviceId.Cpu, default);

    private static IModelRunner Runner(IServiceProvider services) => services.GetRequiredService<IReadOnlyDictionary<string, IModelRunner>>()["obedient"];

    private IModelRunner Runner(params ImmutableArray<string> arguments) => Runner(Services(arguments));

    private ServiceProvider Services(params ImmutableArray<string> arguments)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<IModelRunner, LocalRunner>()
            .AddProcessModels()
            .AddModelIsolation(options =>
            {
                options.StopTimeout = _stopTimeout;
                WorkerProgram.Configure(options, [.. arguments]);
            })
            .BuildServiceProvider();
        _services.Add(services);
        return services;
    }

    private sealed class Told(Action action) : IProgress<double>
    {
        public void Report(double value) => action();
    }
}
