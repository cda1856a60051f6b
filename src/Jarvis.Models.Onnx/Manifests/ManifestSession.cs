using Jarvis.Errors;
using Jarvis.Models.Serving;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>A loaded network, run as its manifest says. For one thread.</summary>
internal sealed class ManifestSession : IBatchRunner<FeedValue[], OutputRow>, IDisposable
{
    private const long MaxOutput = 1L << 28;

    /// <summary>The most values that are given to the network at once: larger batches are run in parts.</summary>
    private const long MaxInput = 1L << 25;

    private readonly OnnxManifest _manifest;
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly bool _canPad;
    private readonly int? _fixedLength;

    /// <param name="manifest">The manifest.</param>
    /// <param name="session">The session; owned from here on.</param>
    /// <exception cref="JarvisException">The network has other inputs or outputs (<see cref="Errors.ErrorCode.ModelUnavailable"/>).</exception>
    public ManifestSession(OnnxManifest manifest, InferenceSession session)
    {
        _manifest = manifest;
        _session = session;
        _inputs = [.. manifest.Inputs.Select(input => input.Name)];
        _outputs = [.. manifest.Outputs.Select(output => output.Name)];
        if (!_inputs.ToHashSet().SetEquals(session.InputNames) || _outputs.Except(session.OutputNames).Any() || _outputs.Distinct().Count() != _outputs.Length)
        {
            session.Dispose();
            throw Error.ModelUnavailable(
                $"{manifest.Model} has the inputs {Shown(session.InputNames)} and the outputs {Shown(session.OutputNames)}; name all inputs, and of the outputs those that are used, in the manifest.");
        }

        _canPad = manifest.Inputs.Any(input => input.Role is InputKind.AttentionMask);
        var shapes = manifest.Inputs.Select(input => (input.Role, Shape: session.InputMetadata[input.Name].Dimensions)).ToList();
        CanBatch = shapes.All(input => input.Shape is [] or [< 0, ..]);
        _fixedLength = shapes.Where(input => input.Role is InputKind.InputIds && input.Shape is [_, > 0]).Select(input => (int?)input.Shape[1]).FirstOrDefault();
        if (_fixedLength < manifest.Tokenizer?.MaxLength)
        {
            session.Dispose();
            throw Error.ModelUnavailable($"{manifest.Model} takes {_fixedLength} tokens at a time; set tokenizer.max_length to at most that.");
        }
    }

    /// <summary>Whether the network takes more than one row at a time.</summary>
    public bool CanBatch { get; }

    /// <summary>Pictures of one size, texts of nearly one length.</summary>
    /// <inheritdoc/>
    public BatchBucket BucketOf(FeedValue[] request) => new(
        string.Join('|', request.Select(static value => value.Integers is null ? string.Join('x', value.Shape) : "")), FilledLength(request) ?? 0);

    /// <inheritdoc/>
    public void Run(IReadOnlyList<FeedValue[]> requests, BatchResults<OutputRow> results, CancellationToken cancellationToken)
    {
        var length = FilledLength(requests[0]);
        var values = Math.Max(1, requests[0].Sum(value => value.Integers is null ? (long)value.Count : length!.Value));
        var most = (int)Math.Clamp(MaxInput / values, 1, requests.Count);
        for (var first = 0; first < requests.Count; first += most)
        {
            Run(requests, first..Math.Min(requests.Count, first + most), length, results, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    // A text may be filled up where the network is told what to leave out.
    private int? FilledLength(FeedValue[] request) => request.FirstOrDefault(static value => value.Integers is not null) is not { } text ? null
        : !_canPad ? text.Count
        : _fixedLength ?? SequenceLengths.Bucket(text.Count, _manifest.Tokenizer!.MaxLength);

    private void Run(
        IReadOnlyList<FeedValue[]> requests, Range range, int? length, BatchResults<OutputRow> results, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (first, count) = range.GetOffsetAndLength(requests.Count);
        var inputs = new List<OrtValue>();
        using var options = new RunOptions();
        using var registration = cancellationToken.Register(static state => ((RunOptions)state!).Terminate = true, options);
        try
        {
            for (var i = 0; i < _inputs.Length; i++)
            {
                var rows = new FeedValue[count];
                for (var row = 0; row < count; row++)
                {
                    rows[row] = requests[first + row][i];
                }

                inputs.Add(FeedTensor.Make(_inputs[i], _session.InputMetadata[_inputs[i]], rows, length));
            }

            using var outputs = _session.Run(options, _inputs, inputs, _outputs);
            Split(outputs, first, count, results);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Error.ModelFailed($"{_manifest.Model} failed on this input; check image or tokenizer of its manifest, or use another model.", retryable: false, exception);
        }
        finally
        {
            inputs.ForEach(input => input.Dispose());
        }
    }

    private void Split(IDisposableReadOnlyCollection<OrtValue> outputs, int first, int count, BatchResults<OutputRow> results)
    {
        var rows = new Dictionary<OutputRole, OutputTensor>[count];
        for (var row = 0; row < count; row++)
        {
            rows[row] = new(_outputs.Length);
        }

        for (var i = 0; i < _outputs.Length; i++)
        {
            var (shape, values) = Read(outputs[i]);
            if (shape is not [var given, ..] || given != count)
            {
                throw Error.ModelFailed(
                    $"{_manifest.Model} gave [{string.Join(", ", shape)}] as '{_outputs[i]}' for {count} inputs; its first dimension has to be theirs.", retryable: false);
            }

            var size = values.Length / count;
            for (var row = 0; row < count; row++)
            {
                rows[row][_manifest.Outputs[i].Kind] = new(shape[1..], values.AsMemory(row * size, size));
            }
        }

        for (var row = 0; row < count; row++)
        {
            if (rows[row].Values.All(output => !output.Values.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
            {
                results.Succeed(first + row, new OutputRow(rows[row]));
            }
            else
            {
                results.Fail(first + row, Error.ModelFailed($"{_manifest.Model} gave values that are not numbers; try another input, or use another model.", retryable: false));
            }
        }
    }

    private (int[] Shape, float[] Values) Read(OrtValue output)
    {
        if (output.OnnxType is not OnnxValueType.ONNX_TYPE_TENSOR || output.GetTensorTypeAndShape() is not { ElementCount: <= MaxOutput } info)
        {
            throw Error.ModelFailed($"{_manifest.Model} gave more than {MaxOutput:N0} values, or something that is no tensor; export it with tensors as outputs.", retryable: false);
        }

        int[] shape = [.. info.Shape.Select(length => (int)length)];
        return (shape, info.ElementDataType switch
        {
            TensorElementType.Float => output.GetTensorDataAsSpan<float>().ToArray(),
            TensorElementType.Float16 => Convert<Float16>(output, value => (float)value),
            TensorElementType.Double => Convert<double>(output, value => (float)value),
            TensorElementType.Int64 => Convert<long>(output, value => value),
            TensorElementType.Int32 => Convert<int>(output, value => value),
            TensorElementType.UInt8 => Convert<byte>(output, value => value),
            var type => throw Error.ModelFailed($"{_manifest.Model} gave values of the type {type}; export it with float outputs.", retryable: false),
        });
    }

    private static float[] Convert<T>(OrtValue output, Func<T, float> convert)
        where T : unmanaged
    {
        var values = output.GetTensorDataAsSpan<T>();
        var numbers = new float[values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = convert(values[i]);
        }

        return numbers;
    }

    private static string Shown(IEnumerable<string> names) => string.Join(", ", names.Take(16).Select(name => name.Length <= 60 ? name : $"{name[..60]}…"));
}
